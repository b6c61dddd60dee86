package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.copilot.sdk.CopilotClient;
import com.github.copilot.sdk.CopilotSession;
import com.github.copilot.sdk.json.CopilotClientOptions;
import com.github.copilot.sdk.json.PermissionHandler;
import com.github.copilot.sdk.json.ProviderConfig;
import com.github.copilot.sdk.json.ResumeSessionConfig;
import com.github.copilot.sdk.json.SessionConfig;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The SDK 0.3 itself, under its own names. */
class Sdk03Test extends AuthorizedSessions {

  @Test
  void a_session_is_told_a_token_and_no_key() throws Exception {
    FakeCli cli = cli("1.0.39");
    ProviderConfig provider = provider();
    create(client(cli), provider);

    JsonNode told = cli.last("session.create").get("provider");
    assertThat(told.get("bearerToken").asText()).isEqualTo(token());
    assertThat(told.toString()).doesNotContain(KEY);
    assertThat(told.get("azure").get("apiVersion").asText()).isEqualTo("2025-01-01");
    assertThat(provider.getApiKey()).isEqualTo(KEY);
    assertThat(provider.getBearerToken()).isNull();
  }

  @Test
  void a_resumed_session_is_told_the_same() throws Exception {
    FakeCli cli = cli("1.0.39");
    ResumeSessionConfig config =
        new ResumeSessionConfig()
            .setProvider(provider())
            .setOnPermissionRequest(PermissionHandler.APPROVE_ALL);
    client(cli).resumeSession("s-1", config).get(30, TimeUnit.SECONDS);

    assertThat(cli.last("session.resume").get("provider").get("bearerToken").asText())
        .isEqualTo(token());
  }

  @Test
  void a_turn_begins_with_the_token_that_is_current() throws Exception {
    FakeCli cli = cli("1.0.39");
    CopilotSession session = create(client(cli), provider());
    cli.tellFailure(session.getSessionId(), 401);
    session.sendAndWait("Say hello").get(30, TimeUnit.SECONDS);

    assertThat(cli.last("session.resume").get("provider").get("bearerToken").asText())
        .isEqualTo(token());
    assertThat(network().authorizer().values()).hasSize(2);
  }

  @Test
  void a_cli_that_can_asks_although_this_sdk_does_not_know_how() throws Exception {
    FakeCli cli = cli("1.0.65");
    CopilotSession session = create(client(cli), provider());

    assertKeyless(cli.last("session.create").get("provider"));
    JsonNode answer = cli.askForToken(session.getSessionId(), "default");
    assertThat(answer.get("token").asText()).isEqualTo(token());
  }

  private CopilotClient client(FakeCli cli) {
    return keep(
        new CopilotClient(new CopilotClientOptions().setCliUrl("http://127.0.0.1:" + cli.port())));
  }

  private static CopilotSession create(CopilotClient client, ProviderConfig provider)
      throws Exception {
    SessionConfig config =
        new SessionConfig()
            .setModel("gpt-5")
            .setProvider(provider)
            .setOnPermissionRequest(PermissionHandler.APPROVE_ALL);
    return client.createSession(config).get(30, TimeUnit.SECONDS);
  }

  private ProviderConfig provider() {
    return new ProviderConfig()
        .setType("azure")
        .setBaseUrl(network().target("").toString())
        .setAzure(new com.github.copilot.sdk.json.AzureOptions().setApiVersion("2025-01-01"))
        .setApiKey(KEY)
        .setHeaders(keyHeaders());
  }
}
