package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.Hello;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a JVM shows of the agent before, and without, a request to a target. */
class StartUpIT {

  private static final String TIME = "[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z";
  private static final String HOST = "hosts=contoso.openai.azure.com";

  private static Simulator simulator;
  private static Map<String, String> managedIdentity;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
    managedIdentity = simulator.identity().environment(IdentityKind.APP_SERVICE);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void a_program_that_uses_no_client_sees_one_line_and_no_token_is_requested() {
    ChildJvm.Ended ended =
        ChildJvm.running(Hello.class).agent(HOST).environment(managedIdentity).run();

    assertThat(ended.out()).isEqualTo("hello\n");
    assertThat(ended.err())
        .matches(
            "foundry-identity INFO: "
                + TIME
                + " agent [0-9]\\S+ is active for \\[https://contoso.openai.azure.com:443] with"
                + " credential default, hosts from agent argument\n");
    assertThat(ended.exit()).isZero();
    assertThat(simulator.identity().requests()).isEmpty();
  }

  @Test
  void the_first_line_has_the_sources_and_comes_at_every_level_but_off() {
    ChildJvm.Ended ended =
        ChildJvm.running(Hello.class)
            .agent("log-level=WARNING")
            .environment("AZURE_OPENAI_ENDPOINT", "https://contoso.openai.azure.com/openai")
            .option("-Dfoundry.identity.credential=azure-cli")
            .run();
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .endsWith(
            " is active for [https://contoso.openai.azure.com:443] with credential azure-cli, hosts"
                + " from environment variable AZURE_OPENAI_ENDPOINT; other settings from agent"
                + " argument, system property");

    assertThat(ChildJvm.running(Hello.class).agent(HOST + ",log-level=off").run().err()).isEmpty();
  }

  @Test
  void the_first_line_goes_to_the_log_file_too_and_may_be_json() throws IOException {
    Path log = folder.resolve("agent.log");
    ChildJvm.Ended ended =
        ChildJvm.running(Hello.class).agent(HOST + ",log-format=json,log-file=" + log).run();

    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .matches("\\{\"time\":\"" + TIME + "\",\"level\":\"INFO\",.* is active for .*}");
    assertThat(Files.readString(log)).isEqualTo(ended.err());
  }

  @Test
  void switched_off_it_says_so_in_one_line() {
    ChildJvm.Ended ended =
        ChildJvm.running(Hello.class)
            .agent(HOST)
            .environment("FOUNDRY_IDENTITY_ENABLED", "false")
            .run();

    assertThat(ended.out()).isEqualTo("hello\n");
    assertThat(ended.err())
        .matches(
            "foundry-identity INFO: "
                + TIME
                + " agent \\S+ is off, because enabled=false \\(environment variable"
                + " FOUNDRY_IDENTITY_ENABLED\\)\n");
  }

  @Test
  void without_a_host_it_says_so_in_one_line_and_does_nothing() {
    ChildJvm.Ended ended = ChildJvm.running(Hello.class).agent("").run();

    assertThat(ended.out()).isEqualTo("hello\n");
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .startsWith("foundry-identity WARN: ")
        .contains(" is off, because no host is configured");
    assertThat(ended.exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hots=contoso.openai.azure.com|hots|agent argument|hosts",
        "hosts=http://contoso.openai.azure.com|http://contoso.openai.azure.com|agent argument|loopback",
        "hosts=contoso.openai.azure.com,credential=managed-identy|managed-identy|agent argument|managed-identity",
        "hosts=*.azure-api.net|*.azure-api.net|agent argument|hosts",
      })
  void a_mistake_is_one_line_and_the_application_runs(
      String arguments, String value, String source, String nearest) {
    ChildJvm.Ended ended = ChildJvm.running(Hello.class).agent(arguments).run();

    assertThat(ended.out()).isEqualTo("hello\n");
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .startsWith("foundry-identity ERROR: ")
        .contains(" is off, because ")
        .contains(value)
        .contains(source)
        .contains(nearest);
    assertThat(ended.exit()).isZero();
  }

  @Test
  void loading_it_twice_is_noticed_and_harmless() {
    ChildJvm.Ended ended = ChildJvm.running(Hello.class).agent(HOST).agent(HOST).run();

    assertThat(ended.out()).isEqualTo("hello\n");
    assertThat(ended.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains(" is active for "),
            line -> assertThat(line).contains("already loaded"));
    assertThat(ended.exit()).isZero();
  }

  @Test
  void javac_stays_quiet_and_writes_the_same_bytes() throws IOException {
    Path source = Files.writeString(folder.resolve("A.java"), "class A { int a = 1; }");
    Path with = Files.createDirectory(folder.resolve("with"));
    Path without = Files.createDirectory(folder.resolve("without"));

    ChildJvm.Ended plain =
        ChildJvm.tool("javac", "-d", without.toString(), source.toString()).run();
    ChildJvm.Ended signed =
        inherited(ChildJvm.tool("javac", "-d", with.toString(), source.toString())).run();

    assertThat(signed.out()).isEqualTo(plain.out());
    assertThat(signed.err()).isEqualTo(pickedUp());
    assertThat(signed.exit()).isEqualTo(plain.exit()).isZero();
    assertThat(with.resolve("A.class")).hasSameBinaryContentAs(without.resolve("A.class"));
    assertThat(simulator.identity().requests()).isEmpty();
  }

  @Test
  void keytool_stays_quiet_and_prints_the_same() {
    String[] list = {
      "-list",
      "-keystore",
      simulator.certificates().trustStore().toString(),
      "-storepass",
      simulator.certificates().trustStorePassword()
    };

    ChildJvm.Ended plain = ChildJvm.tool("keytool", list).run();
    ChildJvm.Ended signed = inherited(ChildJvm.tool("keytool", list)).run();

    assertThat(signed.out()).isEqualTo(plain.out()).contains("trustedCertEntry");
    assertThat(signed.err()).isEqualTo(pickedUp() + plain.err());
    assertThat(signed.exit()).isEqualTo(plain.exit()).isZero();
    assertThat(simulator.identity().requests()).isEmpty();
  }

  @Test
  void a_tool_fetches_no_token_and_takes_no_port_of_the_application() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ChildJvm.Ended ended =
          inherited(ChildJvm.tool("jcmd", "-l"))
              .environment("FOUNDRY_IDENTITY_PREFETCH", "startup")
              .environment("FOUNDRY_IDENTITY_HEALTH_PORT", String.valueOf(taken.getLocalPort()))
              .run();

      assertThat(ended.err()).isEqualTo(pickedUp());
      assertThat(ended.exit()).isZero();
      assertThat(simulator.identity().requests()).isEmpty();
    }
  }

  /** What a script reads must not change, however wrong the configuration is. */
  @Test
  void java_without_a_program_and_the_agents_own_commands_print_the_same() {
    for (ChildJvm jvm :
        List.of(
            ChildJvm.tool("java", "-version"),
            ChildJvm.running(ChildJvm.JAR).arguments("check", "--version"))) {
      ChildJvm.Ended plain = jvm.run();
      ChildJvm.Ended with =
          inherited(jvm).environment("FOUNDRY_IDENTITY_HOSTS", "http://not.allowed").run();

      assertThat(with.out()).isEqualTo(plain.out());
      assertThat(with.err()).isEqualTo(pickedUp() + plain.err());
      assertThat(with.exit()).isEqualTo(plain.exit());
    }
  }

  private static ChildJvm inherited(ChildJvm tool) {
    return tool.environment("JAVA_TOOL_OPTIONS", toolOptions())
        .environment("FOUNDRY_IDENTITY_HOSTS", "contoso.openai.azure.com")
        .environment(managedIdentity);
  }

  private static String toolOptions() {
    return "-javaagent:" + ChildJvm.JAR;
  }

  /** The JVM's own line, which every JVM prints that is given this variable. */
  private static String pickedUp() {
    return "Picked up JAVA_TOOL_OPTIONS: " + toolOptions() + "\n";
  }
}
