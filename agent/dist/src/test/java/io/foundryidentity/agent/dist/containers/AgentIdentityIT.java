package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.AppRegistration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entra Agent ID outside of Foundry: managed identity, blueprint, agent identity. */
@InAzure
class AgentIdentityIT {

  private static final String BLUEPRINT = "b1e00000-0000-4000-8000-000000000001";
  private static final String AGENT = "a6e00000-0000-4000-8000-000000000001";

  @Test
  void a_managed_identity_signs_in_as_the_agent_identity_of_its_blueprint(Azure azure)
      throws Exception {
    AppRegistration agent = blueprint(azure).agentIdentity(AGENT);
    try (Application application = application(azure).start()) {
      Expected.answered(application, agent.objectId());
      Expected.quiet(application);

      List<TokenForm> forms = Exchanged.forms(azure, azure.identity().tenantId());
      assertThat(forms).hasSize(2);
      TokenForm first = forms.get(0);
      assertThat(first.get("client_id")).isEqualTo(BLUEPRINT);
      assertThat(first.get("fmi_path")).isEqualTo(AGENT);
      assertThat(first.get("scope")).contains(Exchanged.AUDIENCE + "/.default");
      TokenForm second = forms.get(1);
      assertThat(second.get("client_id")).isEqualTo(AGENT);
      assertThat(second.get("fmi_path")).isEmpty();
      for (TokenForm form : forms) {
        Exchanged.reachedFoundryAlone(azure, form.get("client_assertion"));
        Exchanged.unsaid(application, form.get("client_assertion"));
      }
    }
  }

  @Test
  void a_blueprint_that_is_disabled_is_told_with_entras_own_code(Azure azure) throws Exception {
    AppRegistration blueprint = blueprint(azure);
    blueprint.agentIdentity(AGENT);
    blueprint.disable();
    try (Application application = application(azure).start()) {
      assertThat(application.ask().statusCode()).isEqualTo(401);
      Expected.told(application, "AADSTS7000112");
    }
  }

  private static AppRegistration blueprint(Azure azure) {
    return azure
        .identity()
        .directory()
        .register(BLUEPRINT)
        .trustsManagedIdentity(azure.identity().systemAssignedObjectId());
  }

  private static Application application(Azure azure) {
    return azure
        .application()
        .withAgent()
        .setting("credential", "agent-identity")
        .setting("tenant-id", azure.identity().tenantId())
        .setting("blueprint-client-id", BLUEPRINT)
        .setting("client-id", AGENT);
  }
}
