package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.GetWhenTold;
import io.foundryidentity.simulator.HeldPort;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health port and the status file of a JVM with the agent. */
@Tag("long")
class HealthIT {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir private Path folder;

  private Simulator simulator;
  private String target;
  private HeldPort held;
  private int port;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.builder().start();
    target = RunningApplication.target(simulator);
    held = new HeldPort();
    port = held.number();
  }

  @AfterEach
  void stop() throws IOException {
    held.close();
    simulator.close();
  }

  @Test
  void where_it_is_off_no_class_of_it_is_loaded() throws Exception {
    try (RunningApplication application = start("", logOption())) {
      assertThat(application.ask()).isEqualTo("status 200");
    }
    assertThat(loaded())
        .anyMatch(name -> name.endsWith("agent.runtime.Wiring"))
        .noneMatch(name -> name.contains("agent.health."));
  }

  @Test
  void the_port_loads_none_of_the_file() throws Exception {
    try (RunningApplication application = start(",health-port=" + port, logOption())) {
      application.awaitError(" health port: listens on http://127.0.0.1:" + port + "/");
    }
    assertThat(loaded())
        .anyMatch(name -> name.endsWith("agent.health.HealthPort"))
        .noneMatch(name -> name.contains("agent.health.StatusFile"));
  }

  @Test
  void the_file_loads_none_of_the_port() throws Exception {
    Path file = folder.resolve("status.json");
    try (RunningApplication application = start(",status-file=" + file, logOption())) {
      assertThat(application.isAlive()).isTrue();
      awaitFile(file, "\"ready\":true");
    }
    assertThat(loaded())
        .anyMatch(name -> name.endsWith("agent.health.StatusFile"))
        .noneMatch(name -> name.contains("agent.health.HealthPort"));
  }

  @Test
  void it_becomes_ready_before_the_application_has_a_client() throws Exception {
    try (RunningApplication application = start(",health-port=" + port)) {
      assertThat(await("/readyz", answer -> answer.startsWith("HTTP/1.1 200 ")))
          .endsWith("\r\n\r\nready\n");
      assertThat(get("/healthz", "127.0.0.1:" + port)).startsWith("HTTP/1.1 200 ");

      assertThat(application.ask()).isEqualTo("status 200");
      assertThat(get("/metrics", "127.0.0.1:" + port))
          .contains("\nfoundry_identity_ready 1\n")
          .contains("result=\"with_token\"} 1\n")
          .endsWith("\n# EOF\n")
          .doesNotContain("eyJ");
      // The page tells of the token a moment after requests get it
      await("/", answer -> answer.contains("new token"));
      assertThat(get("/", "localhost:" + port))
          .contains("<strong>Ready</strong>", "<h3>" + target, " left</meter>", "new token")
          .doesNotContain("<script", "eyJ");
    }
  }

  @Test
  void a_page_of_another_name_reads_nothing_and_nothing_can_be_sent() throws Exception {
    try (RunningApplication application = start(",health-port=" + port)) {
      await("/healthz", answer -> answer.startsWith("HTTP/1.1 200 "));

      assertThat(get("/", "rebound.example:" + port)).startsWith("HTTP/1.1 421 ");
      assertThat(send("POST / HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n"))
          .startsWith("HTTP/1.1 405 ")
          .contains("\r\nAllow: GET, HEAD\r\n");
      assertThat(application.isAlive()).isTrue();
    }
  }

  @Test
  void without_a_token_it_is_healthy_and_says_why_it_is_not_ready() throws Exception {
    simulator.identity().failWith(403);
    try (RunningApplication application = start(",health-port=" + port)) {
      assertThat(await("/readyz", answer -> answer.contains("not ready: no token: ")))
          .startsWith("HTTP/1.1 503 ");
      assertThat(get("/healthz", "127.0.0.1:" + port)).startsWith("HTTP/1.1 200 ");
      assertThat(application.isAlive()).isTrue();
    }
  }

  @Test
  void a_port_that_is_taken_is_one_line_and_requests_are_authorized() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        RunningApplication application = start(",health-port=" + other.getLocalPort())) {
      application.awaitError(
          " health port: cannot listen on 127.0.0.1:" + other.getLocalPort() + ": ");
      assertThat(application.ask()).isEqualTo("status 200");
    }
  }

  @Test
  void the_status_file_tells_of_each_change() throws Exception {
    Path file = folder.resolve("status.json");
    try (RunningApplication application = start(",status-file=" + file)) {
      assertThat(awaitFile(file, "\"ready\":true")).startsWith("{\"version\":");
      application.command("status", "--off");
      assertThat(awaitFile(file, "\"ready\":false")).contains("switched off at run time");
      application.command("status", "--on");
      assertThat(awaitFile(file, "\"ready\":true")).doesNotContain("eyJ");
    }
    assertThat(file).exists();
  }

  @Test
  void a_status_file_that_cannot_be_written_is_one_line_and_requests_are_authorized()
      throws Exception {
    Path file = folder.resolve("missing").resolve("status.json");
    try (RunningApplication application = start(",status-file=" + file)) {
      application.awaitError(" status file: " + file + " cannot be written: ");
      assertThat(application.ask()).isEqualTo("status 200");
    }
  }

  @Test
  void the_first_token_waits_for_a_client_where_the_configuration_says_so() throws Exception {
    try (RunningApplication application = start(",prefetch=first-hit,health-port=" + port)) {
      assertThat(await("/readyz", answer -> answer.startsWith("HTTP/1.1 503 ")))
          .contains("no token was asked for yet");
      assertThat(application.ask()).isEqualTo("status 200");
      assertThat(get("/readyz", "127.0.0.1:" + port)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void a_prefetch_at_startup_needs_no_client_either() throws Exception {
    try (RunningApplication application = start(",prefetch=startup")) {
      application.awaitError("got a token that expires at");
    }
  }

  private RunningApplication start(String more, String... options) throws IOException {
    return RunningApplication.of(
        ChildJvm.running(GetWhenTold.class, target + "/openai/v1/models")
            .agent("hosts=" + target + more)
            .options(simulator.certificates().trustProperties())
            .options(List.of(options))
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .start());
  }

  private Path classLog() {
    return folder.resolve("classes.log");
  }

  private String logOption() {
    return "-Xlog:class+load:file=" + classLog();
  }

  private List<String> loaded() throws IOException {
    return Files.readAllLines(classLog()).stream()
        .map(line -> line.substring(line.lastIndexOf(']') + 1).trim().split(" ")[0])
        .toList();
  }

  private String await(String path, Predicate<String> wanted) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    String answer = "";
    while (!wanted.test(answer)) {
      assertThat(System.nanoTime() - deadline).as(answer).isNegative();
      try {
        answer = get(path, "127.0.0.1:" + port);
      } catch (ConnectException notYet) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    return answer;
  }

  static String awaitFile(Path file, String part) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    String text = "";
    while (!text.contains(part)) {
      assertThat(System.nanoTime() - deadline).as(text).isNegative();
      TimeUnit.MILLISECONDS.sleep(20);
      text = Files.exists(file) ? Files.readString(file) : "";
    }
    return text;
  }

  private String get(String path, String host) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  private String send(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
