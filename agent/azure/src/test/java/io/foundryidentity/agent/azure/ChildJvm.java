package io.foundryidentity.agent.azure;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with exactly the agent's shipped classes on its class path, and exactly the environment
 * that a test gives it; it can only reach loopback addresses.
 */
final class ChildJvm {

  private static final Socket CLOSED = bound();

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> flags = new ArrayList<>();
  private boolean isolated;
  private Path folder = Path.of("");

  ChildJvm() {
    // A closed port, so that no request goes to the metadata service's real address
    environment.put("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:" + closedPort());
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("HOME", System.getProperty("java.io.tmpdir"));
    flags.add("-Xshare:auto");
    flags.add("-XX:TieredStopAtLevel=1");
  }

  ChildJvm with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  ChildJvm with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  ChildJvm flags(List<String> more) {
    flags.addAll(more);
    return this;
  }

  ChildJvm flag(String flag) {
    flags.add(flag);
    return this;
  }

  /** Runs the agent in a class loader of its own, apart from the application's. */
  ChildJvm isolated() {
    isolated = true;
    return this;
  }

  /** Its current directory. */
  ChildJvm in(Path folder) {
    this.folder = folder;
    return this;
  }

  Output run(String... args) throws IOException, InterruptedException {
    String shipped = shippedClassPath() + File.pathSeparator + location(TokenProgram.class);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    String log = System.getProperty("child.class.log");
    if (log != null) {
      command.add("-Xlog:class+load:file=" + log + "/%p.log");
    }
    if (isolated) {
      command.add("-Disolated.class.path=" + shipped);
    }
    command.add("-cp");
    command.add(isolated ? location(IsolatedProgram.class) : shipped);
    Class<?> main = isolated ? IsolatedProgram.class : TokenProgram.class;
    command.add(main.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toAbsolutePath().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("The child JVM does not end: " + text);
    }
    return new Output(text);
  }

  private static String shippedClassPath() throws IOException {
    return location(AzureTokenSources.class)
        + File.pathSeparator
        + Files.readString(Path.of("target", "shipped-class-path.txt")).trim();
  }

  private static String location(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }

  /** Nobody listens there, and nobody is given it until the end of this JVM. */
  static int closedPort() {
    return CLOSED.getLocalPort();
  }

  private static Socket bound() {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the program printed. */
  record Output(String text) {

    List<String> results() {
      return text.lines().filter(l -> l.startsWith("token ") || l.startsWith("failure ")).toList();
    }

    String result() {
      List<String> all = results();
      if (all.size() != 1) {
        throw new AssertionError("One result was expected: " + text);
      }
      return all.get(0);
    }

    long millis() {
      return text.lines()
          .filter(l -> l.startsWith("took "))
          .mapToLong(l -> Long.parseLong(l.substring("took ".length())))
          .max()
          .orElseThrow();
    }
  }
}
