package io.foundryidentity.agent.dist;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for one program, with an environment that holds only what the test puts in. */
final class ChildJvm {

  static final Path JAR = Path.of(System.getProperty("agent.jar")).toAbsolutePath();

  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final long LONGEST_RUN_SECONDS = 180;

  private final List<String> options = new ArrayList<>();
  private final List<String> command = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();

  private String home = JAVA_HOME;

  private ChildJvm() {
    environment.put("PATH", System.getenv("PATH"));
  }

  /** A program among the test classes; nothing of the agent is on its class path. */
  static ChildJvm running(Class<?> main, String... arguments) {
    ChildJvm jvm = new ChildJvm();
    jvm.command.addAll(List.of("-cp", testClasses().toString(), main.getName()));
    jvm.command.addAll(List.of(arguments));
    return jvm;
  }

  /** A program on a class path of the test's own. */
  static ChildJvm running(Path classPath, Class<?> main) {
    ChildJvm jvm = new ChildJvm();
    jvm.command.addAll(List.of("-cp", classPath.toString(), main.getName()));
    return jvm;
  }

  /** What the jar itself does. */
  static ChildJvm running(Path jar) {
    ChildJvm jvm = new ChildJvm();
    jvm.command.addAll(List.of("-jar", jar.toString()));
    return jvm;
  }

  /** One of the JDK's own tools. */
  static ChildJvm tool(String name, String... arguments) {
    ChildJvm jvm = new ChildJvm();
    jvm.command.add("/" + name);
    jvm.command.addAll(List.of(arguments));
    return jvm;
  }

  ChildJvm agent(String arguments) {
    return option("-javaagent:" + JAR + (arguments.isEmpty() ? "" : "=" + arguments));
  }

  /** Another Java than the one that tests. */
  ChildJvm of(Path javaHome) {
    home = javaHome.toString();
    return this;
  }

  ChildJvm arguments(String... arguments) {
    command.addAll(List.of(arguments));
    return this;
  }

  ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  ChildJvm options(List<String> more) {
    options.addAll(more);
    return this;
  }

  ChildJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  ChildJvm environment(Map<String, String> more) {
    environment.putAll(more);
    return this;
  }

  Ended run() {
    return run("");
  }

  /**
   * Runs a program that ends with its input, which ends once the standard error has that text: the
   * agent writes some lines on threads of its own, which end with the program.
   */
  Ended runUntil(String told) {
    return run(told);
  }

  /**
   * @param awaited on standard error, before the input ends; empty for an input that has no content
   */
  private Ended run(String awaited) {
    try {
      Process process = start();
      CompletableFuture<String> out =
          CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> textAndEnd(process, awaited));
      if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + command + "\n" + out.join() + err.join());
      }
      return new Ended(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Process start() throws IOException {
    List<String> line = new ArrayList<>();
    if (command.get(0).startsWith("/")) {
      line.add(home + "/bin" + command.get(0));
      options.forEach(option -> line.add("-J" + option));
      line.addAll(command.subList(1, command.size()));
    } else {
      line.add(home + "/bin/java");
      line.addAll(options);
      line.addAll(command);
    }
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Path testClasses() {
    return new File(ChildJvm.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toPath();
  }

  /** All of it, to its end. */
  static String text(InputStream stream) {
    try (InputStream in = stream) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of its standard error; its input ends as soon as this has that text. */
  private static String textAndEnd(Process process, String awaited) {
    StringBuilder text = new StringBuilder();
    char[] piece = new char[4096];
    try (Reader err = process.errorReader(StandardCharsets.UTF_8);
        OutputStream input = process.getOutputStream()) {
      int count = 0;
      while (count >= 0) {
        text.append(piece, 0, count);
        if (text.indexOf(awaited) >= 0) {
          input.close();
        }
        count = err.read(piece);
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a program left behind. */
  record Ended(int exit, String out, String err) {}
}
