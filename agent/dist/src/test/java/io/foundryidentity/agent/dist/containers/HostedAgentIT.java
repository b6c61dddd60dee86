package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.HostedAgent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Foundry hosted agent: the platform names the project, and gives one identity. */
@InAzure
class HostedAgentIT {

  private static final String PROJECT = "https://" + Azure.PROJECT_HOST + "/api/projects/orders";

  @BeforeEach
  void host(Azure azure) {
    azure.identity().hostedAgent().atImds(true);
  }

  @Test
  void with_the_agent_and_nothing_else_the_agent_identity_is_answered(Azure azure)
      throws Exception {
    try (Application application = hosted(azure).start()) {
      Expected.answered(application, azure.identity().hostedAgent().objectId());
      Expected.quiet(application);
    }
    assertThat(azure.tokenRequests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.host()).isEqualTo(Azure.IMDS);
              assertThat(request.query("resource")).isEqualTo("https://ai.azure.com");
            });
    assertThat(azure.simulator().foundry().requests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.pathOnly())
                    .isEqualTo("/api/projects/orders/openai/v1/chat/completions"));
  }

  @Test
  void a_client_id_of_the_application_is_not_asked_for(Azure azure) throws Exception {
    String another = "0b5a3e7a-0000-4000-8000-0000000000a5";
    try (Application application = hosted(azure).environment("AZURE_CLIENT_ID", another).start()) {
      Expected.answered(application, azure.identity().hostedAgent().objectId());
    }
    assertThat(azure.tokenRequests())
        .noneMatch(request -> another.equals(request.query("client_id")));
  }

  @Test
  void settings_are_read_under_the_prefix_that_the_platform_does_not_reserve(Azure azure)
      throws Exception {
    try (Application application =
        hosted(azure).environment("IDENTITY_AGENT_ENABLED", "false").start()) {
      assertThat(application.ask().statusCode()).isEqualTo(401);
    }
    assertThat(azure.identity().requests()).isEmpty();
  }

  private static Application hosted(Azure azure) {
    HostedAgent agent = azure.identity().hostedAgent();
    Application application = azure.application().withAgent().project(PROJECT);
    agent.environment(PROJECT).forEach(application::environment);
    return application;
  }
}
