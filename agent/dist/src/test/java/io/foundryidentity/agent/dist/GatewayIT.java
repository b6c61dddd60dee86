package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code java -jar foundry-identity-agent.jar gateway} as a process of its own. */
@Tag("long")
class GatewayIT {

  private static final String CHAT =
      "{\"model\":\"gpt-4.1-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final String STREAM = CHAT.replace("{\"model\"", "{\"stream\":true,\"model\"");

  private final List<Running> started = new ArrayList<>();
  private Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
  }

  @AfterEach
  void stop() throws Exception {
    for (Running gateway : started) {
      gateway.end();
    }
    simulator.close();
  }

  @Test
  void a_client_with_the_secret_chats_as_the_identity() throws Exception {
    Running gateway = run();

    String whole = gateway.post("Authorization: Bearer " + gateway.secret, CHAT);
    String streamed = gateway.post("api-key: " + gateway.secret, STREAM);

    assertThat(whole).startsWith("HTTP/1.1 200 ").contains("Hello from gpt-4.1-mini, signed in as");
    assertThat(streamed).startsWith("HTTP/1.1 200 ").contains("data: [DONE]\n\n");
    assertThat(simulator.foundry().requests())
        .hasSize(2)
        .allMatch(request -> request.headers().all("Authorization").size() == 1)
        .noneMatch(request -> request.headers().anyValueContains(gateway.secret));
  }

  @Test
  void a_client_without_it_gets_403_and_is_told_what_to_send() throws Exception {
    Running gateway = run();

    assertThat(gateway.post("Authorization: Bearer wrong", CHAT))
        .startsWith("HTTP/1.1 403 ")
        .contains("\"code\":\"WrongSecret\"")
        .doesNotContain(gateway.secret, target());
    assertThat(gateway.post("Accept: */*", CHAT))
        .startsWith("HTTP/1.1 403 ")
        .contains("\"code\":\"NoSecret\"")
        .doesNotContain(gateway.secret, target());
    assertThat(gateway.post("Origin: https://page.example", CHAT))
        .isEqualTo("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assertThat(simulator.foundry().requests()).isEmpty();
  }

  @Test
  void a_session_outlives_its_tokens() throws Exception {
    simulator.identity().lifetime(Duration.ofSeconds(6));
    Running gateway = run();
    Set<String> tokens = new HashSet<>();
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    for (int turn = 0; tokens.size() < 3 && System.nanoTime() < giveUp; turn++) {
      simulator.foundry().clear();
      assertThat(gateway.post("x-api-key: " + gateway.secret, turn % 2 == 0 ? CHAT : STREAM))
          .startsWith("HTTP/1.1 200 ");
      tokens.add(token(simulator.foundry().requests().get(0)));
    }
    assertThat(tokens).as("tokens that lived six seconds each").hasSize(3);
  }

  @Test
  void without_a_token_it_answers_503_and_the_clients_key_goes_nowhere() throws Exception {
    simulator.identity().failWith(403);
    Running gateway = run();

    String answer =
        gateway.post("Authorization: Bearer " + gateway.secret + "\r\napi-key: placeholder", CHAT);

    assertThat(answer).startsWith("HTTP/1.1 503 ").contains("no token for", "HTTP 403", "check");
    assertThat(simulator.foundry().requests()).isEmpty();
  }

  @Test
  void secret_and_token_are_in_no_log_and_no_argument() throws Exception {
    Running gateway =
        run(
            "-Dfoundry.identity.log-level=trace",
            "-Djdk.httpclient.HttpClient.log=all",
            "-Djdk.internal.httpclient.debug=true");
    gateway.post("Authorization: Bearer " + gateway.secret, CHAT);
    gateway.post("Authorization: Bearer " + gateway.secret, STREAM);
    gateway.post("Authorization: Bearer wrong", CHAT);
    String token = token(simulator.foundry().requests().get(0));
    String arguments = String.join(" ", gateway.process.info().arguments().orElseThrow());
    gateway.end();

    assertThat(gateway.err.join())
        .contains("gateway listens on 127.0.0.1:")
        .doesNotContain(gateway.secret)
        .doesNotContain(token);
    assertThat(arguments).contains("gateway").doesNotContain(gateway.secret);
    assertThat(gateway.rest.join()).as("on standard output, after the announcement").isEmpty();
  }

  @Test
  void two_gateways_share_nothing() throws Exception {
    Running one = run();
    Running other = run();

    assertThat(one.secret).isNotEqualTo(other.secret);
    assertThat(one.port).isNotEqualTo(other.port);
    assertThat(one.post("api-key: " + other.secret, CHAT)).startsWith("HTTP/1.1 403 ");
    assertThat(other.post("api-key: " + other.secret, CHAT)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void a_signal_ends_it_and_it_says_nothing_of_it() throws Exception {
    Running gateway = run();
    gateway.process.toHandle().destroy();

    assertThat(gateway.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(gateway.err.join()).doesNotContain("Exception", "ERROR", "WARN");
  }

  @Test
  void it_is_not_in_the_way_of_the_same_jar_as_an_agent() throws Exception {
    Running gateway = run("-javaagent:" + ChildJvm.JAR + "=hosts=" + target());

    assertThat(gateway.post("api-key: " + gateway.secret, CHAT)).startsWith("HTTP/1.1 200 ");
    assertThat(simulator.foundry().requests()).hasSize(1);
  }

  @Test
  void a_mistake_is_a_line_and_an_exit_code() {
    ChildJvm.Ended ended =
        ChildJvm.running(ChildJvm.JAR).arguments("gateway", "--tarjet", "x").run();

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("--tarjet").contains("--target");
  }

  @Test
  void the_version_is_the_jars() {
    ChildJvm.Ended ended = ChildJvm.running(ChildJvm.JAR).arguments("--version").run();

    assertThat(ended.out()).matches("foundry-identity-agent [0-9]\\S+\\R");
    assertThat(ended.exit()).isZero();
  }

  private String target() {
    return "https://localhost:" + simulator.foundry().port();
  }

  private static String token(ReceivedRequest request) {
    return String.valueOf(request.header("Authorization")).substring("Bearer ".length());
  }

  private Running run(String... options) throws IOException {
    Process process =
        ChildJvm.running(ChildJvm.JAR)
            .arguments("gateway", "--target", target())
            .options(List.of(options))
            .options(simulator.certificates().trustProperties())
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .start();
    Running running = new Running(process);
    started.add(running);
    running.readAnnouncement();
    return running;
  }

  /** One gateway and what it printed. */
  private static final class Running {
    final Process process;
    final CompletableFuture<String> err;
    private final BufferedReader out;
    int port;
    String secret = "";
    CompletableFuture<String> rest = new CompletableFuture<>();

    Running(Process process) {
      this.process = process;
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      err = CompletableFuture.supplyAsync(() -> ChildJvm.text(process.getErrorStream()));
    }

    void readAnnouncement() throws IOException {
      String url = out.readLine();
      String token = out.readLine();
      if (url == null || token == null || !"".equals(out.readLine())) {
        throw new AssertionError("no announcement: " + err.join());
      }
      assertThat(url).startsWith("base_url=http://127.0.0.1:");
      assertThat(token).startsWith("bearer_token=");
      port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
      secret = token.substring("bearer_token=".length());
      rest = CompletableFuture.supplyAsync(() -> ChildJvm.text(process.getInputStream()));
    }

    /** Everything that comes back, as it comes. */
    String post(String header, String body) throws IOException {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setSoTimeout(30_000);
        String head =
            "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n"
                + header
                + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    void end() throws InterruptedException {
      process.toHandle().destroy();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
