package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.status.GatewayHealth;
import io.foundryidentity.agent.core.status.GatewayStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code java -jar ... gateway} says and exits with, short of serving. */
class GatewayCommandTest {

  private static final String TARGET = "https://contoso.openai.azure.com";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Properties before = System.getProperties();
  private boolean served;

  @BeforeEach
  void isolate() {
    System.setProperties((Properties) before.clone());
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  @Test
  void it_prints_where_it_is_and_its_secret() {
    assertThat(run("gateway", "--target", TARGET)).isZero();
    assertThat(served).isTrue();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            url -> assertThat(url).matches("base_url=http://127\\.0\\.0\\.1:[0-9]+"),
            secret -> assertThat(secret).matches("bearer_token=[A-Za-z0-9_-]{43}"),
            end -> assertThat(end).isEmpty());
    assertThat(err.toString()).doesNotContain(secret());
  }

  @Test
  void each_run_has_another_secret() {
    run("gateway", "--target", TARGET);
    String first = secret();
    out.getBuffer().setLength(0);
    run("gateway", "--target", TARGET);
    assertThat(secret()).isNotEqualTo(first);
  }

  @Test
  void for_a_shell_it_prints_words_that_mean_themselves() {
    assertThat(run("gateway", "--export", "--target", TARGET + "/it's$(here)")).isZero();
    assertThat(out.toString().lines())
        .anySatisfy(
            url ->
                assertThat(url)
                    .startsWith("export FOUNDRY_GATEWAY_BASE_URL='http://127.0.0.1:")
                    .endsWith("/it'\\''s$(here)'"))
        .anyMatch(
            secret -> secret.matches("export FOUNDRY_GATEWAY_BEARER_TOKEN='[A-Za-z0-9_-]{43}'"))
        .anyMatch(header -> header.matches("export IDENTITY_HEADER='[A-Za-z0-9_-]{43}'"))
        .anyMatch(line -> line.startsWith("unset AZURE_CLIENT_SECRET "))
        .last()
        .isEqualTo("");
  }

  @Test
  void the_secrets_stand_on_standard_output_alone() {
    assertThat(run("gateway", "--export=docker", "--target", TARGET)).isZero();
    out.toString()
        .lines()
        .filter(line -> line.matches("(IDENTITY_HEADER|FOUNDRY_GATEWAY_BEARER_TOKEN)=.*"))
        .map(line -> line.substring(line.indexOf('=') + 1))
        .forEach(secret -> assertThat(err.toString()).doesNotContain(secret));
  }

  @Test
  void a_command_runs_with_the_gateway_and_its_exit_code_is_the_gateways() {
    assertThat(
            run(
                "gateway",
                "--target",
                TARGET,
                "--",
                "/bin/sh",
                "-c",
                "test -n \"$IDENTITY_HEADER\" && test \"$1\" = --port && exit 7",
                "--",
                "--port"))
        .isEqualTo(7);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("until the command ends");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/no/such/command|127|the command '/no/such/command' does not exist",
        "no-such-command|127|the command 'no-such-command' is not found in PATH",
        "/tmp|126|the command '/tmp' cannot be executed: it is a directory",
        "/etc/passwd|126|no permission to execute",
      })
  void a_command_that_cannot_run_is_a_line_and_a_shells_exit_code(
      String command, int exit, String problem) {
    assertThat(run("gateway", "--target", TARGET, "--", command)).isEqualTo(exit);
    assertThat(err.toString().lines()).singleElement().asString().contains(problem);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void with_a_taken_port_the_command_is_never_started(@TempDir Path folder) throws IOException {
    Path trace = folder.resolve("trace");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(
              run("gateway", "--target", TARGET, "--port", port, "--", "touch", trace.toString()))
          .isEqualTo(1);
    }
    assertThat(trace).doesNotExist();
  }

  @Test
  void the_gateway_itself_is_no_target() throws IOException {
    // Bound, so that nobody else is given the port; the gateway may use the address again
    try (Socket held = new Socket()) {
      held.setReuseAddress(true);
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = held.getLocalPort();
      assertThat(run("gateway", "--port", "" + port, "--target", "http://127.0.0.1:" + port))
          .isEqualTo(2);
    }
    assertThat(err.toString()).contains("is this gateway's own address");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void the_configuration_names_the_target_too() {
    System.setProperty("foundry.identity.hosts", TARGET + "/openai/v1");
    assertThat(run("gateway")).isZero();
    assertThat(out.toString().lines().findFirst().orElseThrow()).endsWith("/openai/v1");
  }

  @Test
  void a_part_of_a_configured_target_is_a_target() {
    System.setProperty("foundry.identity.hosts", TARGET + ",https://other.openai.azure.com");
    assertThat(run("gateway", "--target", TARGET + "/openai/v1")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://stranger.example", "contoso.openai.azure.com:444", "https://127.0.0.1"})
  void what_the_configuration_does_not_name_is_no_target(String other) {
    System.setProperty("foundry.identity.hosts", TARGET);
    assertThat(run("gateway", "--target", other)).isEqualTo(2);
    assertThat(err.toString()).contains("is not one of the configured targets").contains(TARGET);
    assertThat(served).isFalse();
  }

  @Test
  void of_several_targets_one_must_be_picked() {
    System.setProperty("foundry.identity.hosts", "a.openai.azure.com,b.openai.azure.com");
    assertThat(run("gateway")).isEqualTo(2);
    assertThat(err.toString()).contains("pick one with --target");
  }

  @Test
  void a_wildcard_is_not_a_target_but_names_some() {
    System.setProperty("foundry.identity.hosts", "*.openai.azure.com");
    assertThat(run("gateway")).isEqualTo(2);
    assertThat(run("gateway", "--target", TARGET)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://contoso.openai.azure.com|unencrypted",
        "*.openai.azure.com|not one host",
        "https://a.openai.azure.com/x,y|not one host",
        "https://a.openai.azure.com/..|dot segments",
        "ftp://a.openai.azure.com|scheme",
        "http://169.254.169.254|",
        "https://169.254.169.254|no token is sent there",
      })
  void a_target_that_no_token_may_go_to_is_a_mistake(String target, String why) {
    assertThat(run("gateway", "--target", target)).isEqualTo(2);
    assertThat(err.toString()).contains(why == null ? "" : why);
    assertThat(out.toString()).isEmpty();
    assertThat(served).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://api.openai.com", "https://ai.azure.com", "https://contoso.azure-api.net"})
  void a_target_that_is_no_foundry_host_has_a_warning(String target) {
    assertThat(run("gateway", "--target", target)).isZero();
    assertThat(err.toString())
        .contains("--target " + target, "is not a host of Foundry", "contoso.openai.azure.com");
  }

  @Test
  void a_foundry_host_and_one_that_is_configured_too_have_no_warning() {
    run("gateway", "--target", TARGET);
    run("gateway", "--target", "https://127.0.0.1:8443");
    System.setProperty("foundry.identity.hosts", "https://contoso.azure-api.net");
    run("gateway", "--target", "https://contoso.azure-api.net");
    assertThat(err.toString()).doesNotContain("is not a host of Foundry");
  }

  @Test
  void a_mistake_in_the_configuration_is_a_line() {
    System.setProperty("foundry.identity.hots", TARGET);
    assertThat(run("gateway", "--target", TARGET)).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("hots", "hosts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled=false", "dry-run=true"})
  void a_configuration_that_authorizes_nothing_is_refused(String setting) {
    String[] keyAndValue = setting.split("=", 2);
    System.setProperty("foundry.identity." + keyAndValue[0], keyAndValue[1]);
    assertThat(run("gateway", "--target", TARGET)).isEqualTo(2);
    assertThat(err.toString()).contains(setting);
  }

  @Test
  void a_taken_port_is_a_failure() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run("gateway", "--target", TARGET, "--port", port)).isEqualTo(1);
      assertThat(err.toString()).contains("port " + port + " cannot be used");
      assertThat(out.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--listen 0.0.0.0|--tls-certificate",
        "--listen 0.0.0.0|--listen-without-tls",
        "--listen ::|--listen-without-tls",
        "--listen [::]:8443|--listen-without-tls",
        "--listen 10.1.2.3:8443 --host-name a.example|--tls-key",
        "--listen gateway.example|--host-name",
        "--listen 127.0.0.1:x|its port is not a number",
        "--listen 127.0.0.1:70000|its port is not a number",
        "--listen [::1]8443|its port is not a number",
        "--listen [::1|write an IP address",
        "--listen 127.0.0.1:1 --port 2|two ports, 1 and 2",
        "--tls-key key.pem|--tls-key needs --tls-certificate",
        "--tls-certificate cert.pem|--tls-certificate needs --tls-key",
        "--host-name https://gateway.example|--host-name",
        "--host-name *.example|--host-name",
        "--host-name a.example:b|--host-name",
        "--secret-file /|not the path of a file",
      })
  void where_it_listens_must_be_meant(String arguments, String problem) {
    assertThat(run(("gateway --target " + TARGET + " " + arguments).split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(problem);
    assertThat(out.toString()).isEmpty();
    assertThat(served).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "--listen localhost,http://127.0.0.1:[0-9]+",
    "--listen 127.0.0.1:0,http://127.0.0.1:[0-9]+",
    "--listen 0.0.0.0 --listen-without-tls,http://127.0.0.1:[0-9]+",
    "--host-name gateway.example,http://gateway.example:[0-9]+",
    "--host-name gateway.example:80,http://gateway.example:80",
  })
  void the_base_url_is_what_a_client_can_use(String arguments, String url) {
    assertThat(run(("gateway --target " + TARGET + " " + arguments).split(" "))).isZero();
    assertThat(out.toString().lines().findFirst().orElseThrow()).matches("base_url=" + url);
  }

  @Test
  void a_secret_in_a_file_is_not_printed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("secret");
    String path = file.toString();
    assertThat(run("gateway", "--target", TARGET, "--secret-file", path)).isZero();
    String first = Files.readString(file).trim();
    assertThat(first).matches("[A-Za-z0-9_-]{43}");
    assertThat(out.toString()).contains("secret_file=" + path).doesNotContain(first);

    out.getBuffer().setLength(0);
    assertThat(run("gateway", "--target", TARGET, "--secret-file", path, "--export")).isZero();
    assertThat(out.toString()).contains("FOUNDRY_GATEWAY_BEARER_TOKEN='" + first + "'");
    assertThat(err.toString()).doesNotContain(first);
  }

  @Test
  void files_that_cannot_be_used_are_named(@TempDir Path folder) {
    String missing = folder.resolve("missing").resolve("file").toString();
    assertThat(run("gateway", "--target", TARGET, "--secret-file", missing)).isEqualTo(2);
    assertThat(
            run("gateway", "--target", TARGET, "--tls-certificate", missing, "--tls-key", missing))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            secret -> assertThat(secret).contains(missing, "create it first"),
            certificate -> assertThat(certificate).contains(missing, "does not exist"));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void on_java_8_it_is_one_clear_line() {
    System.setProperty("java.specification.version", "1.8");
    assertThat(run("gateway", "--target", TARGET)).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "foundry-identity: the gateway needs Java 11 or later and this is Java 1.8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gateway --tarjet x|Unknown option: '--tarjet'",
        "gateway --port x|'x' is not an int",
        "gateway --port 70000|--port",
        "gateway --target|--target",
        "gateway more|Unmatched argument 'more': a command and its arguments follow after --",
        "gateway node -- app.mjs|Unmatched argument 'node'",
        "gateway --target https://a.openai.azure.com --|No command follows after --",
        "gateway --export -- node|--export and a command exclude each other",
        "gateway --export=jsn|the nearest is json",
        "gateway --exprot -- node|Unknown option",
        "gatewya|gatewya",
        "--port 1|--port",
      })
  void what_it_does_not_know_it_says_and_exits_with_2(String line, String problem) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(problem);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void without_a_command_it_says_what_there_is() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("No command is given.", "gateway");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "gateway --help", "gateway -h"})
  void help_is_an_answer(String line) {
    assertThat(run(line.split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: java -jar foundry-identity-agent.jar");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void so_is_the_version(String option) {
    assertThat(run(option)).isZero();
    assertThat(out.toString()).isEqualTo("foundry-identity-agent 1.2.3" + System.lineSeparator());
  }

  private int run(String... arguments) {
    return Commands.run(arguments, new Parts(), new PrintWriter(out), new PrintWriter(err, true));
  }

  private String secret() {
    return List.of(out.toString().split("=|\\R", -1)).get(3);
  }

  /** Serves for no time at all. */
  private final class Parts extends UnusedParts {

    @Override
    public String[] clientNames() {
      return new String[] {"okhttp"};
    }

    @Override
    public RequestTargets targets(Configuration configuration) {
      assertThat(configuration.hasTargets()).isTrue();
      return new NoTargets();
    }

    @Override
    public void log(Configuration configuration) {
      throw new AssertionError();
    }

    @Override
    public GatewayHealth show(Configuration configuration, Supplier<GatewayStatus> gateway) {
      assertThat(gateway.get().answered).isNotEmpty();
      return new NeverReady();
    }

    @Override
    public void awaitStop() {
      served = true;
    }
  }

  /** Is not asked either. */
  private static final class NeverReady implements GatewayHealth {
    @Override
    public String notReady() {
      throw new AssertionError();
    }

    @Override
    public String metrics() {
      throw new AssertionError();
    }
  }

  /** Is asked nothing, as nobody comes. */
  private static final class NoTargets implements RequestTargets {
    @Override
    public RequestTarget find(String scheme, String host, int port, String path) {
      throw new AssertionError();
    }

    @Override
    public boolean isTargetHost(String host) {
      throw new AssertionError();
    }

    @Override
    public String[] keyHeaders() {
      return new String[0];
    }

    @Override
    public void adviceFailed(Throwable failure) {
      throw new AssertionError(failure);
    }
  }
}
