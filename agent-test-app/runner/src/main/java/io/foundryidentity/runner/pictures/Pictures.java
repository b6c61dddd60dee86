package io.foundryidentity.runner.pictures;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes the pictures of README.md and docs/operations.md: each is what a command of the shipped
 * jar, or the demo, printed just now to a terminal of 80 columns, on simulated servers.
 *
 * <p>Ends with an exception where a command does not end as its picture is to show it.
 */
public final class Pictures {

  private static final String RESOURCE = "https://" + TestBed.HOST;
  private static final String ROLE_MISSING = "5";
  private static final long LONGEST_SECONDS = 120;

  private final Simulator simulator;
  private final Checkout checkout;
  private final String java = Jvm.current().executable();

  private Pictures(Simulator simulator, Checkout checkout) {
    this.simulator = simulator;
    this.checkout = checkout;
  }

  public static void main(String[] arguments) throws Exception {
    try (Simulator simulator = Simulator.builder().start()) {
      new Pictures(simulator, Checkout.around(Path.of(""))).draw();
    }
  }

  private void draw() throws Exception {
    picture("demo", "scripts/demo", demo(), "0");
    picture("check", "java -jar foundry-identity-agent.jar check", command("check"), "0");
    application();
    simulator.foundry().denyRole();
    picture(
        "check-refused",
        "java -jar foundry-identity-agent.jar check   (an identity without a role)",
        command("check"),
        ROLE_MISSING);
  }

  /** The demo starts servers of its own. */
  private List<String> demo() {
    String classPath = System.getProperty("java.class.path");
    String demo = "io.foundryidentity.runner.demo.Demo";
    return List.of(java, "-cp", classPath, demo, "--colour", "--short");
  }

  /** A running application, seen by status and by its flight recording. */
  private void application() throws Exception {
    Path recording = Files.createTempFile("pictures", ".jfr");
    List<String> line = new ArrayList<>();
    line.add(java);
    line.add("-javaagent:" + checkout.agentJar());
    line.addAll(simulator.certificates().trustProperties());
    line.addAll(proxyProperties());
    line.add("-XX:StartFlightRecording:filename=" + recording);
    line.addAll(List.of("-cp", deployed(), ClientCase.LOOP.program(), "1000"));
    Process application = process(line, false).start();
    try {
      String answered = application.inputReader(StandardCharsets.UTF_8).readLine();
      while (answered != null && !answered.contains("gpt-4.1-mini")) {
        answered = application.inputReader(StandardCharsets.UTF_8).readLine();
      }
      String pid = Long.toString(application.pid());
      picture(
          "status", "java -jar foundry-identity-agent.jar status PID", command("status", pid), "0");
      String beans = "io.foundryidentity:*";
      write("jmx", beans, awaitBeans(application.pid(), beans));
    } finally {
      application.destroy();
      application.waitFor();
    }
    String jfr = Jvm.current().home().resolve("bin/jfr").toString();
    picture(
        "jfr",
        "jfr print --events io.foundryidentity.TokenFetch r.jfr",
        List.of(jfr, "print", "--events", "io.foundryidentity.TokenFetch", recording.toString()),
        "0");
    Files.delete(recording);
  }

  /** The beans come a few seconds after the first answer. */
  private static String awaitBeans(long pid, String pattern) throws Exception {
    long begin = System.nanoTime();
    while (true) {
      String beans = ManagedBean.read(pid, pattern);
      if (beans.contains("type=Token")) {
        return beans;
      }
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
        throw new IllegalStateException("no bean of a token:\n" + beans);
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  /** The program and its libraries in one folder, as an application has them. */
  private String deployed() throws IOException {
    Path lib = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "app", "lib"));
    List<String> copies = new ArrayList<>();
    for (String part : checkout.classPath(ClientCase.LOOP).split(File.pathSeparator, -1)) {
      if (part.endsWith(".jar")) {
        Path copy = lib.resolve(new File(part).getName());
        copies.add(Files.copy(Path.of(part), copy, StandardCopyOption.REPLACE_EXISTING).toString());
      } else {
        copies.add(part);
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private List<String> proxyProperties() {
    return List.of("-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=" + simulator.proxy().port());
  }

  private List<String> command(String... words) {
    List<String> line = new ArrayList<>(List.of(java));
    line.addAll(simulator.certificates().trustProperties());
    line.addAll(proxyProperties());
    line.addAll(List.of("-jar", checkout.agentJar().toString()));
    line.addAll(List.of(words));
    return line;
  }

  private void picture(String name, String title, List<String> line, String exit) throws Exception {
    Process process = process(line, true).start();
    process.getOutputStream().close();
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)
        || !exit.equals(Integer.toString(process.exitValue()))) {
      throw new IllegalStateException(title + " did not end with " + exit + ":\n" + shown);
    }
    write(name, title, shown);
  }

  private void write(String name, String title, String shown) throws IOException {
    Path file = checkout.root().resolve("docs/images/" + name + ".svg");
    Files.writeString(file, TerminalPicture.of(title, shown));
    System.out.println(file);
  }

  private ProcessBuilder process(List<String> line, boolean onTerminal) {
    // A terminal of its own: only there the commands use colours
    String sized = "stty cols " + TerminalPicture.COLUMNS + "; " + quoted(line);
    List<String> started = onTerminal ? List.of("script", "-qec", sized, "/dev/null") : line;
    ProcessBuilder builder = new ProcessBuilder(started).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(simulator.identity().environment(IdentityKind.APP_SERVICE));
    environment.putAll(
        Map.of(
            "PATH",
            String.valueOf(System.getenv("PATH")),
            "LANG",
            "C.UTF-8",
            "HTTPS_PROXY",
            "http://127.0.0.1:" + simulator.proxy().port(),
            "FOUNDRY_RESOURCE_URL",
            RESOURCE,
            "FOUNDRY_URL",
            RESOURCE,
            "FOUNDRY_KEY",
            TestBed.PLACEHOLDER));
    return builder;
  }

  private static String quoted(List<String> line) {
    StringBuilder words = new StringBuilder();
    for (String word : line) {
      words.append('\'').append(word.replace("'", "'\\''")).append("' ");
    }
    return words.toString();
  }
}
