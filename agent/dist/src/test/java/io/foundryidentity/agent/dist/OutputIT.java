package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.agent.dist.program.GetWhenTold;
import io.foundryidentity.agent.dist.program.Hello;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No secret and no forged line is in any output of the real jar, whatever an identity endpoint, a
 * tool or another process says, at any level.
 */
class OutputIT {

  private static final String JWT =
      "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4Iiwic2VjcmV0IjoxfQ.c2lnbmF0dXJl";
  private static final String OPAQUE = "opaque-TOKEN-of-a-managed-identity";
  private static final String CLIENT = "11111111-2222-3333-4444-555555555555";
  private static final String SECRET = "cl13nt~S3CRET.value/that+is&odd";

  @TempDir private Path folder;

  private Simulator simulator;
  private HttpServer target;
  private HttpServer endpoint;
  private HttpsServer authority;
  private volatile Answering answering = exchange -> answer(exchange, 500, "text/plain", "");

  /** Writes an answer. */
  private interface Answering {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.builder().start();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    target = HttpServer.create(any, 0);
    target.createContext("/", exchange -> answer(exchange, 200, "application/json", "{}"));
    endpoint = HttpServer.create(any, 0);
    endpoint.createContext("/", exchange -> answering.to(exchange));
    authority = HttpsServer.create(any, 0);
    authority.setHttpsConfigurator(
        new HttpsConfigurator(simulator.certificates().serverNamed("localhost")));
    authority.createContext("/", exchange -> answering.to(exchange));
    target.start();
    endpoint.start();
    authority.start();
  }

  @AfterEach
  void stop() {
    target.stop(0);
    endpoint.stop(0);
    authority.stop(0);
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug", "trace"})
  void a_token_in_a_cut_off_answer_of_an_authority(String level) {
    answering =
        exchange ->
            answer(
                exchange,
                200,
                "application/json",
                "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + JWT);
    assertClean(signsIn(level), level);
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug", "trace"})
  void a_page_that_repeats_the_request(String level) {
    answering =
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String escaped = body.replace("&", "&amp;").replace("%7E", "~");
          answer(exchange, 400, "text/html", "<html><pre>POST " + escaped + "</pre>" + SECRET);
        };
    assertClean(signsIn(level), level);
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug", "trace"})
  void a_page_that_repeats_the_assertion(String level) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), JWT);
    answering =
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          answer(exchange, 200, "text/html", "<html><pre>POST " + body + "</pre>" + JWT);
        };
    ChildJvm jvm =
        jvm(level)
            .environment("AZURE_FEDERATED_TOKEN_FILE", token.toString())
            .environment("AZURE_CLIENT_ID", CLIENT)
            .environment("AZURE_TENANT_ID", "tenant.example")
            .environment("AZURE_AUTHORITY_HOST", authorityUrl());
    assertClean(jvm.run(), level);
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug", "trace"})
  void an_opaque_token_that_is_no_json(String level) {
    for (int status : new int[] {200, 400, 500}) {
      answering = exchange -> answer(exchange, status, "text/plain", OPAQUE);
      assertClean(managed(level), level);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug", "trace"})
  void an_opaque_token_with_a_time_that_is_none(String level) {
    answering =
        exchange ->
            answer(
                exchange,
                200,
                "application/json",
                "{\"access_token\":\"" + OPAQUE + "\",\"expires_on\":\"soon\",\"resource\":\"x\"}");
    ChildJvm.Ended ended = managed(level);
    assertNothingShown(ended);
    assertThat(ended.err()).contains("gave a token without an expiry that can be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug", "trace"})
  void the_text_of_a_tool(String level) throws IOException {
    tool("azd", "echo 'Here is your token: " + OPAQUE + "'\n");
    tool("az", "echo 'WARNING {\"accessToken\": \"" + OPAQUE + "\"'\nexit 1\n");
    for (String credential : List.of("azure-cli", "azure-developer-cli")) {
      ChildJvm.Ended ended =
          jvm(level, ",credential=" + credential)
              .environment("PATH", folder + ":/usr/bin:/bin")
              .environment("HOME", folder.toString())
              .run();
      assertClean(ended, level);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug", "trace"})
  void a_description_with_line_ends_and_escape_sequences_forges_no_line(String level) {
    answering =
        exchange ->
            answer(
                exchange,
                400,
                "application/json",
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: wrong."
                    + "\\r\\nfoundry-identity INFO: FORGED all is well\\u001b[31m\\u2028x"
                    + "\\u001b]0;title\\u0007\"}");
    ChildJvm.Ended ended = signsIn(level);
    assertClean(ended, level);
    assertThat(ended.err()).contains("AADSTS7000215");
    assertThat(ended.err().lines()).noneMatch(l -> l.startsWith("foundry-identity INFO: FORGED"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:S3CR?ET@host",
        "https://user:S3CR/ET@host",
        "https://user:S3CR#ET@host",
        "https://user:S3CR,ET@host",
        "user:S3CR@host",
        "https://host?key=S3CR",
        "host/#S3CR",
      })
  void a_host_with_a_password(String hosts) {
    ChildJvm.Ended ended = ChildJvm.running(Hello.class).agent("hosts=" + hosts).run();
    assertThat(ended.err()).startsWith("foundry-identity ERROR: ").doesNotContain("S3CR");
    assertThat(ended.exit()).isZero();
  }

  @Test
  void the_text_of_another_process_does_not_steer_the_terminal_of_list() throws IOException {
    Path jar = folder.resolve("evil\u001b[31m\u001b]0;x\u0007.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, GetWhenTold.class.getName());
    manifest
        .getMainAttributes()
        .put(Attributes.Name.CLASS_PATH, ChildJvm.testClasses().toUri().toString());
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    Process process =
        ChildJvm.running(jar)
            .arguments("http://127.0.0.1:1/")
            .option("-Dio.foundryidentity.agent=\u001b[32mactive\nFORGED")
            .start();
    try (RunningApplication evil = RunningApplication.of(process)) {
      // From now on it can be asked without a signal
      ChildJvm.tool("jcmd", evil.pid(), "VM.version").run();

      ChildJvm.Ended ended = RunningApplication.command(new String[] {"list"});

      assertThat(ended.out()).contains(evil.pid()).doesNotContain("\u001b", "\u0007", "\nFORGED");
      assertThat(ended.exit()).isZero();
    }
  }

  @Test
  void check_shows_no_secret_either() throws IOException {
    answering =
        exchange ->
            answer(
                exchange,
                200,
                "application/json",
                "{\"token_type\":\"Bearer\",\"access_token\":\"" + JWT + "\\u001b[31m");
    for (String form : List.of("--json", "")) {
      ChildJvm.Ended ended =
          servicePrincipal(
                  ChildJvm.running(ChildJvm.JAR)
                      .arguments("check", "http://127.0.0.1:" + target.getAddress().getPort())
                      .arguments(form.isEmpty() ? new String[0] : new String[] {form})
                      .options(simulator.certificates().trustProperties())
                      .option("-Dfoundry.identity.credential=environment"))
              .run();
      assertThat(ended.out() + ended.err()).doesNotContain(JWT, "S3CRET", "\u001b");
      assertThat(ended.exit()).isEqualTo(4);
    }
  }

  private ChildJvm.Ended signsIn(String level) {
    return servicePrincipal(jvm(level)).run();
  }

  private ChildJvm servicePrincipal(ChildJvm jvm) {
    return jvm.environment(
        Map.of(
            "AZURE_CLIENT_ID",
            CLIENT,
            "AZURE_TENANT_ID",
            "tenant.example",
            "AZURE_CLIENT_SECRET",
            SECRET,
            "AZURE_AUTHORITY_HOST",
            authorityUrl()));
  }

  private String authorityUrl() {
    return "https://localhost:" + authority.getAddress().getPort() + "/";
  }

  private ChildJvm.Ended managed(String level) {
    return jvm(level, ",credential=managed-identity")
        .environment(
            "IDENTITY_ENDPOINT", "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token")
        .environment("IDENTITY_HEADER", SECRET)
        .run();
  }

  private ChildJvm jvm(String level) {
    return jvm(level, "");
  }

  private ChildJvm jvm(String level, String more) {
    String host = "http://127.0.0.1:" + target.getAddress().getPort();
    return ChildJvm.running(Get.class, host + "/openai/v1/models")
        .agent("hosts=" + host + ",token-wait=40s,log-level=" + level + more)
        .options(simulator.certificates().trustProperties());
  }

  private void tool(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assertClean(ChildJvm.Ended ended, String level) {
    List<String> lines = assertNothingShown(ended);
    assertThat(ended.err()).contains("no token");
    if (level.equals("info")) {
      assertThat(lines).as("active, and why there is no token").hasSize(2);
    }
  }

  private static List<String> assertNothingShown(ChildJvm.Ended ended) {
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out() + ended.err())
        .doesNotContain(JWT, JWT.substring(12, 40), OPAQUE, "TOKEN-of-a", SECRET)
        .doesNotContain("S3CRET", "\u001b", "\u0007", "\u2028");
    List<String> lines = ended.err().lines().filter(line -> !isOfJvm(line)).toList();
    assertThat(lines)
        .allMatch(line -> line.startsWith("foundry-identity ") && line.length() < 4200);
    return lines;
  }

  private static boolean isOfJvm(String line) {
    return line.startsWith("OpenJDK 64-Bit Server VM warning: Sharing is only supported");
  }

  private static void answer(HttpExchange exchange, int status, String type, String body) {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
