package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.AppRegistration;
import io.foundryidentity.simulator.GitHubEndpoint;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A container in a job of GitHub Actions that has the permission {@code id-token: write}. */
@InAzure
class GitHubIT {

  @Test
  void the_jobs_token_signs_in(Azure azure) throws Exception {
    GitHubEndpoint gitHub = azure.identity().gitHub();
    AppRegistration registration =
        azure
            .identity()
            .directory()
            .register(Exchanged.CLIENT)
            .trusts(GitHubEndpoint.ISSUER, gitHub.subject(), Exchanged.AUDIENCE);
    try (Application application = job(azure).start()) {
      Expected.answered(application, registration.objectId());
      Expected.quiet(application);

      String assertion = Exchanged.form(azure).get("client_assertion");
      Exchanged.reachedFoundryAlone(azure, assertion);
      Exchanged.unsaid(application, assertion);
      Exchanged.unsaid(application, gitHub.requestToken());
    }
    ReceivedRequest request = ofGitHub(azure).get(0);
    assertThat(request.scheme()).isEqualTo("https");
    assertThat(request.query("audience")).isEqualTo(Exchanged.AUDIENCE);
    assertThat(request.query("api-version")).isEqualTo("2.0");
    assertThat(azure.identity().requests())
        .as("the request token goes to GitHub alone")
        .filteredOn(each -> each.headers().anyValueContains(gitHub.requestToken()))
        .allMatch(each -> each.host().equals(Azure.GITHUB_HOST));
  }

  @Test
  void another_branch_is_told_with_entras_own_code(Azure azure) throws Exception {
    azure
        .identity()
        .directory()
        .register(Exchanged.CLIENT)
        .trusts(
            GitHubEndpoint.ISSUER,
            "repo:contoso/orders:environment:production",
            Exchanged.AUDIENCE);
    try (Application application = job(azure).start()) {
      assertThat(application.ask().statusCode()).isEqualTo(401);
      Expected.told(application, "AADSTS700213");
    }
  }

  private static Application job(Azure azure) {
    URI host = URI.create("https://" + Azure.GITHUB_HOST);
    return Exchanged.federated(azure, "github")
        .environment("GITHUB_ACTIONS", "true")
        .environment("ACTIONS_ID_TOKEN_REQUEST_URL", GitHubEndpoint.requestUrl(host))
        .environment("ACTIONS_ID_TOKEN_REQUEST_TOKEN", azure.identity().gitHub().requestToken());
  }

  private static List<ReceivedRequest> ofGitHub(Azure azure) {
    return azure.identity().requests().stream()
        .filter(request -> request.host().equals(Azure.GITHUB_HOST))
        .toList();
  }
}
