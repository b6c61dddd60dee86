package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.IdentityEndpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod with the label azure.workload.identity/use: a projected token that the kubelet renews. */
@InAzure
class WorkloadIdentityIT {

  private static final String TOKENS = "/var/run/secrets/azure/tokens";

  @TempDir private Path folder;
  private ProjectedToken projected;
  private String first;

  @BeforeEach
  void project(Azure azure) throws IOException {
    projected = new ProjectedToken(folder);
    first = azure.identity().newFederatedToken();
    projected.project(first);
  }

  @Test
  void the_projected_token_signs_in(Azure azure) throws Exception {
    try (Application pod = pod(azure).start()) {
      Expected.answered(pod, objectId(azure));
      Expected.quiet(pod);
    }
    IdentityEndpoints identity = azure.identity();
    assertThat(azure.identity().requests())
        .as("no discovery, no probe")
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.scheme()).isEqualTo("https");
              assertThat(request.host()).isEqualTo(Azure.AUTHORITY_HOST);
              assertThat(request.pathOnly())
                  .isEqualTo("/" + identity.tenantId() + "/oauth2/v2.0/token");
              TokenForm form = new TokenForm(request);
              assertThat(form.get("grant_type")).isEqualTo("client_credentials");
              assertThat(form.get("client_id")).isEqualTo(identity.clientId());
              assertThat(form.get("scope"))
                  .contains("https://cognitiveservices.azure.com/.default");
              assertThat(form.get("client_assertion_type"))
                  .isEqualTo("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            });
    assertThat(assertions(azure, "")).containsExactly("first");
  }

  @Test
  void a_renewed_token_is_read_once_the_old_one_is_refused(Azure azure) throws Exception {
    try (Application pod = pod(azure).start()) {
      Expected.answered(pod, objectId(azure));

      azure.identity().endFederatedTokens();
      String second = azure.identity().newFederatedToken();
      projected.project(second);
      azure.simulator().foundry().revoke();

      Expected.answered(pod, objectId(azure));
      assertThat(assertions(azure, second)).containsExactly("first", "second");
      Expected.quiet(pod);
    }
  }

  @Test
  void a_token_that_was_not_renewed_signs_in_no_more(Azure azure) throws Exception {
    try (Application pod = pod(azure).start()) {
      Expected.answered(pod, objectId(azure));

      azure.identity().endFederatedTokens();
      azure.simulator().foundry().revoke();

      assertThat(pod.ask().statusCode()).isEqualTo(401);
      assertThat(assertions(azure, "")).hasSizeGreaterThan(1).containsOnly("first");
      Expected.told(pod, "AADSTS700027");
    }
  }

  private Application pod(Azure azure) {
    return azure
        .application()
        .withAgent()
        .mount(projected.folder(), TOKENS)
        .environment("AZURE_CLIENT_ID", azure.identity().clientId())
        .environment("AZURE_TENANT_ID", azure.identity().tenantId())
        .environment("AZURE_FEDERATED_TOKEN_FILE", ProjectedToken.fileIn(TOKENS))
        .environment("AZURE_AUTHORITY_HOST", "https://" + Azure.AUTHORITY_HOST + "/");
  }

  private static String objectId(Azure azure) {
    return azure.identity().objectIdOf(azure.identity().clientId());
  }

  /** Which assertions Entra was shown, in order, by name: they are secrets. */
  private List<String> assertions(Azure azure, String second) {
    return azure.tokenRequests().stream()
        .map(request -> new TokenForm(request).get("client_assertion"))
        .map(shown -> shown.equals(first) ? "first" : shown.equals(second) ? "second" : "another")
        .toList();
  }
}
