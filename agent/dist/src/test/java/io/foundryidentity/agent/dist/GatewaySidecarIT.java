package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.HeldPort;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code gateway} with what a sidecar needs, as a process of its own. */
@Tag("long")
class GatewaySidecarIT {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir private Path folder;

  private final List<Running> started = new ArrayList<>();
  private final List<HeldPort> ports = new ArrayList<>();
  private Simulator simulator;
  private HttpClient client;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    client = HttpClient.newBuilder().sslContext(simulator.certificates().sslContext()).build();
  }

  @AfterEach
  void stop() throws Exception {
    for (Running gateway : started) {
      gateway.end();
    }
    for (HeldPort port : ports) {
      port.close();
    }
    simulator.close();
  }

  @Test
  void a_client_reads_the_secret_from_the_file_also_after_a_restart() throws Exception {
    Path file = folder.resolve("secret");
    Running first = run(List.of(), "--secret-file", file.toString());
    String secret = Files.readString(file).trim();

    assertThat(first.printed).contains("secret_file=" + file).doesNotContain(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(models(client, first.url, secret).statusCode()).isEqualTo(200);
    first.end();

    Running second = run(List.of(), "--secret-file", file.toString());
    assertThat(models(client, second.url, secret).statusCode()).isEqualTo(200);
    assertThat(first.err.join()).doesNotContain(secret);
  }

  @Test
  void a_file_that_others_can_read_stops_it_with_the_command_that_helps() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "x".repeat(40));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    ChildJvm.Ended ended = ended("--secret-file", file.toString());

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("chmod 600 " + file).doesNotContain("xxxx");
  }

  @Test
  void another_address_needs_tls_or_an_explicit_word() {
    ChildJvm.Ended ended = ended("--listen", "0.0.0.0:0");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err())
        .contains("--tls-certificate FILE --tls-key FILE", "--listen-without-tls");
  }

  @Test
  void a_port_in_use_is_one_line() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ChildJvm.Ended ended = ended("--port", Integer.toString(taken.getLocalPort()));

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("port " + taken.getLocalPort() + " cannot be used");
    }
  }

  @Test
  void with_tls_on_every_address_a_client_that_trusts_it_is_answered() throws Exception {
    X509KeyManager keys =
        (X509KeyManager) simulator.certificates().keysNamed("127.0.0.1").getKeyManagers()[0];
    StringBuilder chain = new StringBuilder();
    for (X509Certificate one : keys.getCertificateChain("server")) {
      chain.append(pem("CERTIFICATE", one.getEncoded()));
    }
    Path certificate = Files.writeString(folder.resolve("tls.crt"), chain);
    Path key =
        Files.writeString(
            folder.resolve("tls.key"),
            pem("PRIVATE KEY", keys.getPrivateKey("server").getEncoded()));
    Running gateway =
        run(
            List.of(),
            "--listen",
            "0.0.0.0",
            "--tls-certificate",
            certificate.toString(),
            "--tls-key",
            key.toString());

    assertThat(gateway.url).startsWith("https://127.0.0.1:");
    assertThat(models(client, gateway.url, gateway.secret()).statusCode()).isEqualTo(200);
    assertThat(models(client, gateway.url, "wrong").statusCode()).isEqualTo(403);
    assertThat(get(gateway.url + "/metrics").statusCode()).isEqualTo(403);
    assertThat(get(gateway.url + "/healthz").body()).isEqualTo("ok\n");
  }

  @Test
  void probes_see_it_become_ready_and_prometheus_its_requests() throws Exception {
    HeldPort held = new HeldPort();
    ports.add(held);
    int health = held.number();
    Path status = folder.resolve("status.json");
    Running gateway =
        run(
            List.of(
                "-Dfoundry.identity.health-port=" + health,
                "-Dfoundry.identity.status-file=" + status));

    await(gateway.url + "/readyz", 200);
    await("http://127.0.0.1:" + health + "/readyz", 200);
    models(client, gateway.url, gateway.secret());
    models(client, gateway.url, "wrong");

    // A request is counted when it has ended, which its client may see before
    String counted = "\nfoundry_identity_gateway_requests_total{status=\"2xx\"} 1\n";
    String metrics = await(gateway.url + "/metrics", 200, counted);
    assertThat(metrics)
        .contains("\nfoundry_identity_ready 1\n")
        .contains(counted)
        .contains("\nfoundry_identity_gateway_refused_requests_total{reason=\"wrong_secret\"} 1\n")
        .endsWith("\n# EOF\n")
        .doesNotContain(gateway.secret(), "eyJ");
    assertThat(get("http://127.0.0.1:" + health + "/metrics").body())
        .contains("foundry_identity_gateway_connections");
    // It is written a moment after each change
    assertThat(HealthIT.awaitFile(status, "\"ready\":true")).doesNotContain("eyJ");
  }

  @Test
  void without_a_token_it_lives_and_says_why_it_is_not_ready() throws Exception {
    simulator.identity().failWith(403);
    Running gateway = run(List.of());

    assertThat(await(gateway.url + "/readyz", 503)).contains("not ready: no token");
    assertThat(get(gateway.url + "/healthz").statusCode()).isEqualTo(200);
    int asked = simulator.identity().requests().size();
    for (int i = 0; i < 50; i++) {
      get(gateway.url + "/readyz");
    }
    assertThat(simulator.identity().requests().size() - asked)
        .as("questions for a token during 50 probes")
        .isLessThanOrEqualTo(2);
  }

  @Test
  void a_real_token_is_explained_to_the_client_and_to_the_operator() throws Exception {
    Running gateway = run(List.of());
    String token =
        "eyJ0eXAi" + "b".repeat(60) + ".eyJhdWQi" + "c".repeat(60) + "." + "e".repeat(40);

    assertThat(models(client, gateway.url, token).body())
        .contains("TokenInsteadOfSecret", "IDENTITY_ENDPOINT");
    gateway.end();
    assertThat(gateway.err.join())
        .contains("WARN", "the program got by its own sign-in", "IDENTITY_HEADER")
        .doesNotContain("b".repeat(9), "c".repeat(9), "e".repeat(9));
  }

  @Test
  void each_request_is_a_line_at_debug_also_as_json() throws Exception {
    Running gateway =
        run(List.of("-Dfoundry.identity.log-level=debug", "-Dfoundry.identity.log-format=json"));
    models(client, gateway.url, gateway.secret());
    // Its line is written when it has ended, which its client may see before
    gateway.awaitError("gateway request: GET /openai/v1/models 200 ");
    models(client, gateway.url, "wrong");
    gateway.awaitError("gateway request: GET /openai/v1/models 403 ");
    gateway.end();

    assertThat(gateway.err.join().lines().filter(line -> line.contains("gateway request: ")))
        .satisfiesExactly(
            answered ->
                assertThat(answered)
                    .startsWith("{")
                    .containsPattern(
                        "gateway request: GET /openai/v1/models 200 [0-9]+ bytes [0-9]+ ms https:")
                    .doesNotContain("after=", gateway.secret()),
            refused ->
                assertThat(refused)
                    .contains("gateway request: GET /openai/v1/models 403 refused: ")
                    .doesNotContain("after="));
  }

  private ChildJvm.Ended ended(String... options) {
    List<String> arguments = new ArrayList<>(List.of("gateway", "--target", target()));
    arguments.addAll(List.of(options));
    return ChildJvm.running(ChildJvm.JAR)
        .arguments(arguments.toArray(String[]::new))
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
        .run();
  }

  private static HttpResponse<String> models(HttpClient client, String url, String secret)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + "/openai/v1/models?after=x"))
            .header("Authorization", "Bearer " + secret)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The body, when the status is that one and the reason is known. */
  private String await(String url, int status) throws Exception {
    return await(url, status, status == 200 ? "" : "no token: ");
  }

  /** The body, when it has that part, and the status is that one. */
  private String await(String url, int status, String part) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    String seen = "";
    while (System.nanoTime() < end) {
      try {
        HttpResponse<String> answer = get(url);
        seen = answer.statusCode() + " " + answer.body();
        if (answer.statusCode() == status && seen.contains(part)) {
          return answer.body();
        }
      } catch (IOException notYet) {
        seen = notYet.toString();
      }
    }
    throw new AssertionError(url + " is " + seen);
  }

  private String target() {
    return "https://localhost:" + simulator.foundry().port();
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private Running run(List<String> jvmOptions, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("gateway", "--target", target()));
    arguments.addAll(List.of(options));
    Running running =
        new Running(
            ChildJvm.running(ChildJvm.JAR)
                .arguments(arguments.toArray(String[]::new))
                .options(jvmOptions)
                .options(simulator.certificates().trustProperties())
                .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
                .start());
    started.add(running);
    running.readAnnouncement();
    return running;
  }

  /** One gateway and what it printed. */
  private static final class Running {
    private final Process process;
    final CompletableFuture<String> err;
    private final StringBuilder errSoFar = new StringBuilder();
    private final BufferedReader out;
    String printed = "";
    String url = "";

    Running(Process process) {
      this.process = process;
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      err = CompletableFuture.supplyAsync(this::readErrors);
    }

    private String readErrors() {
      process.errorReader(StandardCharsets.UTF_8).lines().forEach(this::add);
      return errSoFar.toString();
    }

    private void add(String line) {
      synchronized (errSoFar) {
        errSoFar.append(line).append('\n');
        errSoFar.notifyAll();
      }
    }

    /** Returns once its standard error has a line with that text. */
    void awaitError(String part) throws InterruptedException {
      long end = System.nanoTime() + PATIENCE_NANOS;
      synchronized (errSoFar) {
        while (errSoFar.indexOf(part) < 0) {
          long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          assertThat(left).as("still without '" + part + "': " + errSoFar).isPositive();
          errSoFar.wait(left);
        }
      }
    }

    void readAnnouncement() throws IOException {
      String first = out.readLine();
      String second = out.readLine();
      if (first == null || second == null || !"".equals(out.readLine())) {
        throw new AssertionError("no announcement: " + err.join());
      }
      printed = first + "\n" + second;
      url = first.substring("base_url=".length());
    }

    String secret() {
      return printed.substring(printed.indexOf("bearer_token=") + "bearer_token=".length());
    }

    void end() throws InterruptedException {
      process.toHandle().destroy();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
