package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.IdentityEndpoints;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The identity endpoint of a Foundry hosted agent, which refuses every id but the agent's own. */
class HostedAgentTest {

  private static final String OTHER = "11111111-2222-4333-8444-555555555555";

  private Simulator simulator;
  private IdentityEndpoints identity;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    identity = simulator.identity();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private ChildJvm hosted() {
    return new ChildJvm().with(identity.environment(IdentityKind.HOSTED_AGENT));
  }

  private void assertNoIdWasAskedFor() {
    assertThat(identity.requests())
        .filteredOn(request -> request.query("resource") != null)
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.path()).doesNotContain("_id="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "managed-identity"})
  void its_own_identity_signs_in_whatever_azure_client_id_says(String credential) throws Exception {
    assertThat(hosted().with("AZURE_CLIENT_ID", OTHER).run("credential=" + credential).result())
        .startsWith("token ")
        .contains("\"oid\":\"" + identity.hostedAgent().objectId() + "\"");
    assertNoIdWasAskedFor();
  }

  @Test
  void its_own_client_id_is_not_sent_either() throws Exception {
    assertThat(
            hosted()
                .run(
                    "credential=managed-identity", "client-id=" + identity.hostedAgent().clientId())
                .result())
        .startsWith("token ");
    assertNoIdWasAskedFor();
  }

  /** That the endpoint does refuse: without the platform's variable this is any machine. */
  @Test
  void elsewhere_the_variable_is_asked_for() throws Exception {
    assertThat(
            hosted()
                .with("FOUNDRY_HOSTING_ENVIRONMENT", "")
                .with("AZURE_CLIENT_ID", OTHER)
                .run("credential=managed-identity")
                .result())
        .startsWith("failure ")
        .contains("Invalid clientId");
  }
}
