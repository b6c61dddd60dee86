package io.foundryidentity.cases.azureaiagents;

import com.azure.ai.agents.AgentsClient;
import com.azure.ai.agents.AgentsClientBuilder;
import com.azure.ai.agents.models.AgentDetails;
import com.azure.core.credential.AccessToken;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Azure's client of a Foundry project's agents. It takes no key, so the placeholder is handed out
 * as a token.
 *
 * <p>Its client for responses is left out: that one sends its first request to www.example.com.
 */
public final class Main {

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    OffsetDateTime later = OffsetDateTime.of(2100, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    AgentsClient client =
        new AgentsClientBuilder()
            .endpoint(foundry.url() + "/api/projects/demo")
            .credential(scopes -> Mono.just(new AccessToken(foundry.key(), later)))
            .buildAgentsClient();
    new Calls(System.out)
        .call("agents", () -> all(client))
        .call("agent", () -> description(client.getAgent("helper")));
    System.exit(0); // The transport's threads may outlive the last call
  }

  private static String all(AgentsClient client) {
    return client.listAgents().stream().map(Main::description).collect(Collectors.joining(", "));
  }

  private static String description(AgentDetails agent) {
    return agent.getName() + ": " + agent.getVersions().getLatest().getDescription();
  }
}
