package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.ReceivedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine outside of Azure that is joined by Azure Arc: who can read its key file may sign in.
 */
@InAzure
class ArcIT {

  private static final int PORT = 40342;
  private static final String TOKENS = "/var/opt/azcmagent/tokens";

  @TempDir private Path folder;

  @Test
  void the_key_file_that_the_first_answer_names_signs_in(Azure azure) throws Exception {
    Path tokens = Files.createDirectory(folder.resolve("tokens"));
    azure.identity().arcDirectory(tokens, Path.of(TOKENS));
    try (Application application =
        azure
            .application()
            .withAgent()
            .beside(azure.managedIdentity(PORT))
            .mount(tokens, TOKENS)
            .environment("IDENTITY_ENDPOINT", local(azure.identity().arc().getPath()))
            .environment("IMDS_ENDPOINT", local(""))
            .start()) {
      Expected.answered(application, azure.identity().systemAssignedObjectId());
      Expected.quiet(application);
    }
    List<ReceivedRequest> requests = azure.tokenRequests();
    assertThat(requests)
        .allSatisfy(
            request -> {
              assertThat(request.host()).isEqualTo("localhost:" + PORT);
              assertThat(request.query("api-version")).isEqualTo("2020-06-01");
              assertThat(request.query("resource"))
                  .isEqualTo("https://cognitiveservices.azure.com");
              assertThat(request.header("Metadata")).isEqualTo("true");
            });
    String key = "Basic " + Files.readString(tokens.resolve("simulator.key"));
    assertThat(requests.stream().map(request -> shown(request, key)))
        .containsExactly("nothing", "the key");
  }

  private static String shown(ReceivedRequest request, String key) {
    String authorization = request.header("Authorization");
    return authorization == null ? "nothing" : authorization.equals(key) ? "the key" : "another";
  }

  private static String local(String path) {
    return "http://localhost:" + PORT + path;
  }
}
