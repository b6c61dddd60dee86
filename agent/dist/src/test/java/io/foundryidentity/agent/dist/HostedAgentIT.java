package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.GetWhenTold;
import io.foundryidentity.agent.dist.program.HttpClientGet;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hosted agent of Foundry: the flag, and the environment that its platform gives. */
class HostedAgentIT {

  private static final String RESOURCE = "https://contoso.services.ai.azure.com";
  private static final String MODELS = "/openai/v1/models";
  private static final String PROJECT = RESOURCE + "/api/projects/orders";
  private static final String OTHER = "11111111-2222-4333-8444-555555555555";

  private Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  /** In the container; the simulator's proxy leads Azure's names to the simulator. */
  private ChildJvm hosted(ChildJvm jvm) {
    return jvm.option("-Dhttps.proxyHost=127.0.0.1")
        .option("-Dhttps.proxyPort=" + simulator.proxy().port())
        .option("-Dstdout.encoding=UTF-8")
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.HOSTED_AGENT));
  }

  private ChildJvm application(String... urls) {
    return hosted(ChildJvm.running(HttpClientGet.class, urls)).option("-javaagent:" + ChildJvm.JAR);
  }

  private ChildJvm check(String... arguments) {
    return hosted(ChildJvm.running(ChildJvm.JAR).arguments("check").arguments(arguments));
  }

  @Test
  void the_flag_alone_signs_the_requests_to_the_project() {
    ChildJvm.Ended ended =
        application(PROJECT + MODELS, PROJECT + MODELS).environment("AZURE_CLIENT_ID", OTHER).run();

    assertThat(ended.out()).isEqualTo("200\n200\n");
    assertThat(ended.err())
        .contains("hosts from environment variable FOUNDRY_PROJECT_ENDPOINT")
        .doesNotContain("refused a token", "WARN", "ERROR");
    assertThat(simulator.foundry().requests()).hasSize(2);
    assertThat(simulator.identity().requests())
        .filteredOn(request -> request.query("resource") != null)
        .singleElement()
        .extracting(ReceivedRequest::path)
        .asString()
        .contains("resource=https%3A%2F%2Fai.azure.com")
        .doesNotContain("_id=");
  }

  @Test
  void the_resource_itself_is_no_target_and_a_line_says_what_to_set() {
    ChildJvm.Ended ended = application(RESOURCE + MODELS).run();

    assertThat(ended.out()).endsWith("403\n").doesNotContain("200");
    assertThat(ended.err())
        .containsOnlyOnce(
            "only paths under /api/projects/orders of this host are configured; if this host is"
                + " yours, set foundry.identity.hosts="
                + PROJECT
                + ",contoso.services.ai.azure.com (as a variable: IDENTITY_AGENT_HOSTS); the current"
                + " value is from: environment variable FOUNDRY_PROJECT_ENDPOINT");
    assertThat(simulator.foundry().requests())
        .allSatisfy(
            request ->
                assertThat(request.headers().all("Authorization"))
                    .noneMatch(value -> value.contains("eyJ")));
  }

  @Test
  void that_value_covers_both() {
    ChildJvm.Ended ended =
        application(RESOURCE + MODELS, PROJECT + MODELS)
            .environment("IDENTITY_AGENT_HOSTS", PROJECT + ",contoso.services.ai.azure.com")
            .run();

    assertThat(ended.out()).isEqualTo("200\n200\n");
    assertThat(simulator.identity().requests())
        .filteredOn(request -> request.query("resource") != null)
        .hasSize(1);
  }

  @Test
  void another_identity_is_refused_in_one_line() {
    ChildJvm.Ended ended =
        application(PROJECT + MODELS).environment("IDENTITY_AGENT_CLIENT_ID", OTHER).run();

    assertThat(ended.out()).endsWith("403\n");
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains(
            "is off, because client-id='"
                + OTHER
                + "' (environment variable IDENTITY_AGENT_CLIENT_ID) cannot be used in a hosted"
                + " agent");
    assertThat(simulator.identity().requests()).isEmpty();
  }

  @Test
  void two_values_for_one_key_switch_it_off_in_one_line() {
    ChildJvm.Ended ended =
        application(PROJECT + MODELS)
            .environment("FOUNDRY_IDENTITY_HOSTS", "a.openai.azure.com")
            .environment("IDENTITY_AGENT_HOSTS", "b.openai.azure.com")
            .run();

    assertThat(ended.out()).endsWith("403\n");
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains("FOUNDRY_IDENTITY_HOSTS", "IDENTITY_AGENT_HOSTS='b.openai.azure.com'");
  }

  @Test
  void check_says_where_it_is_and_as_whom() {
    ChildJvm.Ended ended = check().run();

    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out())
        .contains("hosts='" + PROJECT + "' (environment variable FOUNDRY_PROJECT_ENDPOINT)")
        .contains(
            "  hosted agent of Foundry, environment production, identity "
                + simulator.identity().hostedAgent().clientId()
                + "\n")
        .contains("object id " + simulator.identity().hostedAgent().objectId())
        .contains("for https://ai.azure.com;")
        .contains("GET /api/projects/orders/openai/v1/models answered 200");
  }

  @Test
  void check_tells_scripts_too() {
    ChildJvm.Ended ended =
        check("--json", "--offline")
            .environment("FOUNDRY_HOSTING_ENVIRONMENT", "a\u001b[2J\nb")
            .run();

    assertThat(ended.out())
        .contains(
            "\"hostedAgent\":{\"environment\":\"a [2J b\",\"clientId\":\""
                + simulator.identity().hostedAgent().clientId()
                + "\"}");
  }

  @Test
  void status_shows_the_environment() throws IOException {
    Process process =
        hosted(ChildJvm.running(GetWhenTold.class, PROJECT + MODELS))
            .option("-javaagent:" + ChildJvm.JAR)
            .start();
    try (RunningApplication application = RunningApplication.of(process)) {
      assertThat(application.ask()).isEqualTo("status 200");

      assertThat(application.command("status").out())
          .contains("hosted  agent of Foundry, environment production\n")
          .contains("target  " + RESOURCE + ":443/api/projects/orders\n")
          .contains("scope https://ai.azure.com/.default")
          .doesNotContain("eyJ");
      assertThat(application.command("status", "--json").out())
          .contains("\"hostingEnvironment\":\"production\"");
    }
  }
}
