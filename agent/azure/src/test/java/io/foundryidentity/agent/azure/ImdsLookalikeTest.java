package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What answers at the address of IMDS, on a machine on which a developer is signed in to Azure CLI:
 * something else must not hide the developer's account, and IMDS in trouble must not give way to
 * it.
 */
@Tag("long") // A JVM for each test
class ImdsLookalikeTest {

  private static final String PROBE_ERROR =
      "{\"error\":\"invalid_request\",\"error_description\":\"Required metadata header not"
          + " specified\"}";

  @TempDir Path bin;

  @BeforeEach
  void a_developer_is_signed_in_to_azure_cli() throws IOException {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "scripts for /bin/sh");
    Path file = bin.resolve("az");
    Files.writeString(
        file,
        "#!/bin/sh\ntouch '"
            + bin
            + "/asked'\necho '{\"accessToken\": \"developers\", \"expires_on\": "
            + (Instant.now().getEpochSecond() + 3600)
            + "}'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ChildJvm.Output run(ScriptedServer server, String... args) throws Exception {
    return new ChildJvm()
        .with("PATH", bin + ":/usr/bin:/bin")
        .with("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.url())
        .run(args);
  }

  private static String answer(String status, String headers, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static final String DEVELOPERS = "{\"opaque\":10}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 OK",
        "204 No Content",
        "302 Found",
        "400 Bad",
        "401 U",
        "403 F",
        "404 N",
        "405 M",
        "407 P",
        "410 G",
        "418 T",
        "429 T",
        "500 I",
        "502 B",
        "503 S",
        "504 T",
        "599 X",
        "799 X"
      })
  void something_else_with_any_status_leaves_the_chain_to_the_developers_account(String status)
      throws Exception {
    String page = "<html><body>error: access_token</body></html>";
    String headers = "Server: squid\r\nContent-Type: text/html\r\nLocation: http://x.test/\r\n";
    try (ScriptedServer server = new ScriptedServer(answer(status, headers, page))) {
      ChildJvm.Output output = run(server, "credential=default");
      assertThat(output.result()).startsWith("token ").contains(DEVELOPERS);
      assertThat(server.requests).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Docker Desktop
        "HTTP/1.0 403 connecting to 169.254.169.254:80: dial tcp 169.254.169.254:80: connectex:"
            + " x\r\n"
            + "Connection: close\r\n\r\n",
        "HTTP/1.0 503 Service Unavailable\r\n\r\n<html>",
        "HTTP/1.1 503 Service Unavailable\r\n\r\n",
        "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 1000\r\n\r\ncut",
        // AWS, Google and OpenStack
        "HTTP/1.1 404 Not Found\r\nServer: EC2ws\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\n"
            + "Metadata-Flavor: Google\r\n"
            + "Server: Metadata Server for VM\r\n\r\n"
            + "<p>",
        "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n\r\n{\"error\":\"Not Found\"}",
        "HTTP/1.1 200 OK\r\n"
            + "Content-Type: application/json\r\n\r\n"
            + "{\"message\":\"hello\",\"error\":null}",
        "HTTP/1.1 500 X\r\nContent-Type: application/json\r\n\r\n{\"error\":{\"code\":\"x\"}}",
        "HTTP/1.1 400 X\r\n\r\n"
            + "{\"error\":\"two words\",\"error_description\":\"of another service\"}",
        "HTTP/1.1 502 X\r\nContent-Encoding: gzip\r\n\r\n\u001f\u008b\b",
        "<html>HTTP/0.9</html>",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/2 200\r\n\r\n",
        "\u0015\u0003\u0001",
        "",
      })
  void an_answer_of_any_other_form_leaves_the_chain_to_the_developers_account(String bytes)
      throws Exception {
    try (ScriptedServer server = new ScriptedServer(bytes)) {
      assertThat(run(server, "credential=default").result()).contains(DEVELOPERS);
    }
  }

  @Test
  void a_server_that_never_answers_and_one_that_drips_cost_a_second() throws Exception {
    for (String begin : new String[] {"", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 500 X\r\n\r\n"}) {
      try (ScriptedServer server = new ScriptedServer(out -> drip(out, begin))) {
        ChildJvm.Output output = run(server, "credential=default");
        assertThat(output.result()).contains(DEVELOPERS);
        assertThat(server.requests).hasSize(1);
        // Most of it loads classes
        assertThat(output.millis()).isLessThan(25_000);
      }
    }
  }

  private static void drip(java.io.OutputStream out, String begin)
      throws IOException, InterruptedException {
    out.write(begin.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    while (true) {
      if (!begin.isEmpty()) {
        out.write('x');
        out.flush();
      }
      Thread.sleep(50);
    }
  }

  @Test
  void imds_in_trouble_never_gives_way_however_long_it_lasts() throws Exception {
    Map<String, ScriptedServer> servers = new LinkedHashMap<>();
    String named = "Server: IMDS/150.870.65.1854\r\n";
    String page = "<html>busy</html>";
    for (String status : List.of("404 N", "502 B", "503 S")) {
      servers.put("azure " + status, new ScriptedServer(answer(status, "", page)));
      servers.put("named " + status, new ScriptedServer(answer(status, named, "")));
      servers.put("after the probe " + status, afterTheProbe(answer(status, "", page)));
    }
    servers.put("azure, no answer", new ScriptedServer(""));
    servers.put("after the probe, no answer", afterTheProbe(""));
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Map<String, Future<ChildJvm.Output>> outputs = new LinkedHashMap<>();
      for (Map.Entry<String, ScriptedServer> each : servers.entrySet()) {
        String name = each.getKey();
        ScriptedServer server = each.getValue();
        outputs.put(
            name,
            threads.submit(
                () ->
                    name.startsWith("azure")
                        ? run(server, "credential=default", "azure=yes", "bound=120000")
                        : run(server, "credential=default", "bound=120000")));
        // One JVM starts at a time: an answer to the probe counts only within a second
        awaitRequest(server, outputs.get(name));
      }
      for (Map.Entry<String, Future<ChildJvm.Output>> output : outputs.entrySet()) {
        assertThat(output.getValue().get().result())
            .as(output.getKey())
            .startsWith("failure ManagedIdentityCredential: ");
        assertThat(servers.get(output.getKey()).requests).hasSize(7);
      }
    } finally {
      threads.shutdownNow();
      for (ScriptedServer server : servers.values()) {
        server.close();
      }
    }
    assertThat(bin.resolve("asked")).doesNotExist();
  }

  private static void awaitRequest(ScriptedServer server, Future<?> run) {
    while (server.requests.isEmpty() && !run.isDone()) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void the_failure_says_that_imds_may_be_overloaded_and_what_a_developer_sets() throws Exception {
    String busy = "{\"error\":\"too_many\",\"error_description\":\"Temporarily throttled\"}";
    try (ScriptedServer server = afterTheProbe(answer("403 F", "", busy))) {
      assertThat(run(server, "credential=default").result())
          .startsWith("failure ManagedIdentityCredential: HTTP 403: Temporarily throttled");
    }
    try (ScriptedServer server = afterTheProbe(answer("408 T", "", busy))) {
      assertThat(run(server, "credential=default").result())
          .contains("; IMDS may be overloaded or updated, so no other credential is tried; on a")
          .contains(" developer's machine set AZURE_TOKEN_CREDENTIALS to dev");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"404 N", "408 T", "410 G", "429 T", "500 I", "502 B", "503 S", "504 G"})
  void on_a_machine_of_azure_a_status_that_may_pass_is_asked_again(String status) throws Exception {
    String token =
        "{\"access_token\":\"machines\",\"expires_in\":\"3600\",\"token_type\":\"Bearer\"}";
    try (ScriptedServer server =
        inTurn(answer(status, "", "<html>updating</html>"), answer("200 OK", "", token))) {
      assertThat(run(server, "credential=default", "azure=yes", "bound=60000").result())
          .startsWith("token ")
          .contains("{\"opaque\":8}");
      assertThat(server.requests).hasSize(2);
    }
    assertThat(bin.resolve("asked")).doesNotExist();
  }

  @Test
  void on_a_machine_of_azure_a_connection_without_an_answer_is_no_reason_to_go_on()
      throws Exception {
    try (ScriptedServer server = new ScriptedServer(out -> Thread.sleep(60_000))) {
      assertThat(run(server, "credential=default", "azure=yes", "bound=5000").result())
          .isEqualTo("failure no token within 5000 ms");
    }
    assertThat(bin.resolve("asked")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"200 OK", "302 F", "403 F", "407 P"})
  void on_a_machine_of_azure_what_imds_never_answers_is_something_else(String status)
      throws Exception {
    try (ScriptedServer server = new ScriptedServer(answer(status, "", "<html>proxy</html>"))) {
      assertThat(run(server, "credential=default", "azure=yes").result()).contains(DEVELOPERS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"400 B", "403 F"})
  void after_the_probe_a_page_in_place_of_the_token_does_not_give_way_either(String status)
      throws Exception {
    try (ScriptedServer server = afterTheProbe(answer(status, "", "<html>busy</html>"))) {
      assertThat(run(server, "credential=default").result())
          .startsWith("failure ManagedIdentityCredential: ");
    }
    assertThat(bin.resolve("asked")).doesNotExist();
  }

  @Test
  void where_imds_has_no_identity_for_the_machine_the_developer_signs_in() throws Exception {
    String none = "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}";
    try (ScriptedServer server = afterTheProbe(answer("400 Bad", "", none))) {
      assertThat(run(server, "credential=default", "azure=yes").result()).contains(DEVELOPERS);
    }
  }

  /** Answers the probe as IMDS does, and each other request with those bytes. */
  private static ScriptedServer afterTheProbe(String bytes) {
    return inTurn(answer("400 Bad Request", "", PROBE_ERROR), bytes);
  }

  /** Gives these answers one after the other, the last of them to all later requests too. */
  private static ScriptedServer inTurn(String... answers) {
    AtomicInteger count = new AtomicInteger();
    return new ScriptedServer(
        out -> {
          String answer = answers[Math.min(count.getAndIncrement(), answers.length - 1)];
          out.write(answer.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
          out.flush();
        });
  }

  @Test
  void managed_identity_alone_says_what_is_wrong_and_what_to_do() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(answer("403 F", "Content-Type: text/html\r\n", "<html>no</html>"))) {
      assertThat(run(server, "credential=managed-identity").result())
          .startsWith("failure ")
          .contains("HTTP 403, text/html, 15 bytes")
          .contains(
              "; IMDS does not answer so, something else does at its address: outside Azure use");
      assertThat(server.requests).hasSize(1);
    }
  }
}
