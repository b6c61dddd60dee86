package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.ReceivedRequest;
import java.util.List;

/** What holds where an assertion is exchanged for a token at Entra ID. */
final class Exchanged {

  static final String CLIENT = "a9c00000-0000-4000-8000-000000000001";
  static final String AUDIENCE = "api://AzureADTokenExchange";

  private Exchanged() {}

  /** The agent with what an app registration needs to be named. */
  static Application federated(Azure azure, String assertion) {
    return azure
        .application()
        .withAgent()
        .setting("credential", "federated")
        .setting("tenant-id", azure.identity().tenantId())
        .setting("client-id", CLIENT)
        .setting("assertion", assertion);
  }

  /** What Entra was sent, each to the tenant's own token endpoint over https. */
  static List<TokenForm> forms(Azure azure, String tenant) {
    List<ReceivedRequest> requests =
        azure.identity().requests().stream()
            .filter(request -> request.pathOnly().endsWith("/oauth2/v2.0/token"))
            .filter(request -> request.method().equals("POST"))
            .toList();
    assertThat(requests)
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.scheme()).isEqualTo("https");
              assertThat(request.pathOnly()).isEqualTo("/" + tenant + "/oauth2/v2.0/token");
            });
    return requests.stream().map(TokenForm::new).toList();
  }

  /** The one exchange of an assertion for an application's token. */
  static TokenForm form(Azure azure) {
    List<TokenForm> forms = forms(azure, azure.identity().tenantId());
    assertThat(forms).hasSize(1);
    TokenForm form = forms.get(0);
    assertThat(form.get("client_id")).isEqualTo(CLIENT);
    return form;
  }

  /** Foundry saw one token, and neither the assertion nor anything else of the exchange. */
  static void reachedFoundryAlone(Azure azure, String assertion) {
    assertThat(assertion).isNotEmpty();
    assertThat(azure.simulator().foundry().requests())
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.headers().anyValueContains(assertion)).isFalse();
              assertThat(request.bodyText().contains(assertion)).isFalse();
            });
  }

  /** No part of a secret is on standard error. */
  static void unsaid(Application application, String secret) {
    assertThat(secret).isNotEmpty();
    boolean said = application.errors().stream().anyMatch(line -> line.contains(secret));
    assertThat(said).as("a secret is on standard error").isFalse();
  }
}
