package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.agent.dist.program.PrintManagedToken;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code java -jar foundry-identity-agent.jar gateway -- COMMAND} with commands as processes. */
@Tag("long")
// In a thread of its own, as no interrupt ends the reading of a pipe
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayRunIT {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  /** With the endpoint's header, and with the token that it gives, as a program does it. */
  private static final String ASKS =
      "curl -sS \"$IDENTITY_ENDPOINT?api-version=2019-08-01&resource=https://ai.azure.com\""
          + " -H \"X-IDENTITY-HEADER: $IDENTITY_HEADER\"";

  private Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void a_program_with_azure_identity_gets_the_secret_as_its_token() {
    ChildJvm.Ended ended =
        run(
            "--",
            JAVA,
            "-Dtinylog.level=off",
            "-cp",
            System.getProperty("java.class.path"),
            PrintManagedToken.class.getName(),
            "https://cognitiveservices.azure.com/.default");

    assertThat(ended.out()).as(ended.err()).isEqualTo("the token is the secret: true, hours: 23\n");
    assertThat(ended.exit()).isZero();
  }

  @Test
  void its_requests_reach_the_target_as_the_identity() {
    ChildJvm.Ended ended =
        run(
            "--",
            "/bin/sh",
            "-c",
            ASKS
                + " >/dev/null && curl -sS -o /dev/null -w '%{http_code}'"
                + " \"$FOUNDRY_RESOURCE_URL/openai/v1/models\""
                + " -H \"Authorization: Bearer $FOUNDRY_GATEWAY_BEARER_TOKEN\"");

    assertThat(ended.out()).isEqualTo("200");
    assertThat(simulator.foundry().requests()).hasSize(1);
  }

  @Test
  void standard_input_and_output_are_the_commands_alone() throws Exception {
    Process process = started("--", "/bin/cat");
    process.getOutputStream().write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> ChildJvm.text(process.getErrorStream()));

    assertThat(ChildJvm.text(process.getInputStream())).isEqualTo("one\ntwo\n");
    assertThat(process.waitFor()).isZero();
    assertThat(err.join()).contains("gateway listens on 127.0.0.1:", "until the command ends");
  }

  @Test
  void the_secrets_are_in_no_argument_and_on_no_output() {
    ChildJvm.Ended ended =
        run(
            "--",
            "/bin/sh",
            "-c",
            "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' | awk '"
                + "index($0, ENVIRON[\"IDENTITY_HEADER\"])"
                + " || index($0, ENVIRON[\"FOUNDRY_GATEWAY_BEARER_TOKEN\"]) { n++ }"
                + " END { print (NR > 10), n + 0 }'; "
                + "echo $IDENTITY_HEADER $FOUNDRY_GATEWAY_BEARER_TOKEN");

    List<String> lines = ended.out().lines().toList();
    assertThat(lines.get(0)).as("many arguments, and how many with a secret").isEqualTo("1 0");
    for (String secret : lines.get(1).split(" ")) {
      assertThat(secret).hasSize(43);
      assertThat(ended.err()).doesNotContain(secret);
    }
  }

  @ParameterizedTest
  @CsvSource({"exit 0,0", "exit 9,9", "kill -KILL $$,137", "kill -TERM $$,143"})
  void its_exit_code_is_the_commands(String script, int exit) {
    assertThat(run("--", "/bin/sh", "-c", script).exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource({"TERM", "HUP", "USR1"})
  void a_signal_reaches_the_command_once(String signal) throws Exception {
    assumeTrue(!signal.equals("HUP") || !isUnderTerminal(), "a terminal sends it to both");
    assumeTrue(!signal.equals("HUP") || !ignoresHangup(), "nohup: no child can catch it");
    Process process =
        started(
            "--",
            "/bin/sh",
            "-c",
            "trap 'echo told; exit 5' " + signal + "; echo ready; while :; do sleep 0.1; done");
    BufferedReader out = reader(process);
    assertThat(out.readLine()).isEqualTo("ready");
    kill(signal, process);

    assertThat(out.readLine()).isEqualTo("told");
    assertThat(out.readLine()).isNull();
    assertThat(process.waitFor()).isEqualTo(5);
  }

  @Test
  void it_waits_for_a_command_that_takes_its_time_to_end() throws Exception {
    Process process =
        started(
            "--",
            "/bin/sh",
            "-c",
            "trap '"
                + ASKS
                + " | cut -c3-14; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
    BufferedReader out = reader(process);
    assertThat(out.readLine()).isEqualTo("ready");
    kill("TERM", process);

    assertThat(out.readLine()).as("the gateway still answers").isEqualTo("access_token");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void a_command_that_does_not_exist_is_a_line_and_127() {
    ChildJvm.Ended ended = run("--", "no-such-command");

    assertThat(ended.exit()).isEqualTo(127);
    assertThat(ended.err())
        .isEqualTo("foundry-identity: the command 'no-such-command' is not found in PATH\n");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void a_gateway_in_a_gateways_environment_says_what_to_do() {
    ChildJvm.Ended ended =
        run("--", JAVA, "-jar", ChildJvm.JAR.toString(), "gateway", "--target", target());

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("is that of a gateway", "unset IDENTITY_ENDPOINT");
    assertThat(simulator.foundry().requests()).isEmpty();
  }

  @Test
  void an_agent_in_a_gateways_environment_stays_out_of_the_way() {
    ChildJvm.Ended ended =
        run(
            "--",
            JAVA,
            "-javaagent:" + ChildJvm.JAR + "=hosts=contoso.openai.azure.com",
            "-cp",
            ChildJvm.testClasses().toString(),
            Get.class.getName());

    assertThat(ended.err().lines().filter(line -> line.contains("is that of a gateway")))
        .hasSize(1);
    assertThat(ended.err()).contains("ERROR");
  }

  @Test
  void the_second_gateways_target_cannot_be_the_first() throws IOException {
    ChildJvm.Ended ended =
        ChildJvm.running(ChildJvm.JAR)
            .arguments("gateway", "--target", "http://127.0.0.1:4711")
            .environment("FOUNDRY_GATEWAY_BASE_URL", "http://127.0.0.1:4711")
            .run();

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("is another gateway", "FOUNDRY_GATEWAY_BASE_URL");
  }

  private String target() {
    return "https://localhost:" + simulator.foundry().port();
  }

  private ChildJvm gateway(String... arguments) {
    List<String> all = new ArrayList<>(List.of("gateway", "--target", target()));
    all.addAll(List.of(arguments));
    return ChildJvm.running(ChildJvm.JAR)
        .arguments(all.toArray(String[]::new))
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE));
  }

  private ChildJvm.Ended run(String... arguments) {
    return gateway(arguments).run();
  }

  private Process started(String... arguments) throws IOException {
    return gateway(arguments).start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** By proc(5): the number of the controlling terminal is the fifth field after the name. */
  private static boolean isUnderTerminal() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    return !stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[4].equals("0");
  }

  /** Whether this JVM was started so, which its children inherit: proc(5), SigIgn. */
  private static boolean ignoresHangup() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("SigIgn:")) {
        return (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 1) != 0;
      }
    }
    return false;
  }

  private static void kill(String signal, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
