package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.Hello;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a JVM shows of the agent before, and without, a request to a target. */
class StartUpIT {

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
  void a_program_that_uses_no_client_sees_nothing_of_the_agent() {
    ChildJvm.Ended ended =
        ChildJvm.running(Hello.class).agent(HOST).environment(managedIdentity).run();

    assertThat(ended.out()).isEqualTo("hello\n");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isZero();
    assertThat(simulator.identity().requests()).isEmpty();
  }

  @Test
  void without_a_host_it_says_so_in_one_line_and_does_nothing() {
    ChildJvm.Ended ended = ChildJvm.running(Hello.class).agent("").run();

    assertThat(ended.out()).isEqualTo("hello\n");
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .startsWith("foundry-identity: no host is configured");
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
        .contains(value)
        .contains(source)
        .contains(nearest);
    assertThat(ended.exit()).isZero();
  }

  @Test
  void loading_it_twice_is_noticed_and_harmless() {
    ChildJvm.Ended ended = ChildJvm.running(Hello.class).agent(HOST).agent(HOST).run();

    assertThat(ended.out()).isEqualTo("hello\n");
    assertThat(ended.err().lines()).singleElement().asString().contains("already loaded");
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
