package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.IdentityEndpoints;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod with an AKS identity binding: its token goes to the token proxy at the API server. */
@InAzure
class IdentityBindingIT {

  private static final String TOKENS = "/var/run/secrets/azure/tokens";
  private static final String CA_FILE = "/etc/kubernetes/token-proxy/ca.crt";

  @TempDir private Path folder;
  private ProjectedToken projected;
  private String token;

  @BeforeEach
  void project(Azure azure) throws IOException {
    projected = new ProjectedToken(folder);
    token = azure.identity().newBindingToken();
    projected.project(token);
  }

  @Test
  void the_token_proxy_signs_in_and_entra_is_not_asked(Azure azure) throws Exception {
    try (Application pod = pod(azure).start()) {
      Expected.answered(pod, azure.identity().objectIdOf(azure.identity().clientId()));
      Expected.quiet(pod);
      Exchanged.unsaid(pod, token);
    }
    assertThat(azure.identity().requests())
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.host()).startsWith(Azure.API_SERVER));
    Exchanged.reachedFoundryAlone(azure, token);
  }

  @Test
  void a_service_account_that_may_not_use_the_identity_gets_no_token(Azure azure) throws Exception {
    azure.identity().tokenProxy().forbid(azure.identity().clientId());
    try (Application pod = pod(azure).start()) {
      assertThat(pod.ask().statusCode()).isEqualTo(401);
      Expected.told(pod, "403");
      Exchanged.unsaid(pod, token);
    } finally {
      azure.identity().tokenProxy().allow(azure.identity().clientId());
    }
  }

  @Test
  void an_incomplete_binding_is_told_and_its_token_goes_nowhere(Azure azure) throws Exception {
    try (Application pod =
        workload(azure)
            .environment("AZURE_KUBERNETES_SNI_NAME", azure.identity().tokenProxy().serverName())
            .start()) {
      assertThat(pod.ask().statusCode()).isEqualTo(401);
      Expected.told(pod, "AZURE_KUBERNETES_TOKEN_PROXY");
      Exchanged.unsaid(pod, token);
    }
    assertThat(azure.identity().requests())
        .noneMatch(request -> request.bodyText().contains(token));
  }

  private Application pod(Azure azure) {
    IdentityEndpoints identity = azure.identity();
    return workload(azure)
        .mount(identity.tokenProxy().caFile(), CA_FILE)
        .environment("AZURE_KUBERNETES_TOKEN_PROXY", "https://" + Azure.API_SERVER)
        .environment("AZURE_KUBERNETES_CA_FILE", CA_FILE)
        .environment("AZURE_KUBERNETES_SNI_NAME", identity.tokenProxy().serverName());
  }

  private Application workload(Azure azure) {
    return azure
        .application()
        .withAgent()
        .mount(projected.folder(), TOKENS)
        .environment("AZURE_CLIENT_ID", azure.identity().clientId())
        .environment("AZURE_TENANT_ID", azure.identity().tenantId())
        .environment("AZURE_FEDERATED_TOKEN_FILE", ProjectedToken.fileIn(TOKENS))
        .environment("AZURE_AUTHORITY_HOST", "https://" + Azure.AUTHORITY_HOST + "/");
  }
}
