package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A container on a virtual machine, a scale set or Container Instances: IMDS at its own address.
 */
@InAzure
class ImdsIT {

  private static final String USER_ASSIGNED = "0b5a3e7a-0000-4000-8000-0000000000a5";

  @Test
  void without_the_agent_the_placeholder_key_is_refused(Azure azure) throws Exception {
    try (Application application = azure.application().start()) {
      assertThat(application.ask().statusCode()).isEqualTo(401);
    }
    assertThat(azure.identity().requests()).isEmpty();
  }

  @Test
  void with_the_agent_and_nothing_else_the_machines_identity_is_answered(Azure azure)
      throws Exception {
    try (Application application = azure.application().withAgent().start()) {
      Expected.answered(application, azure.identity().systemAssignedObjectId());
      Expected.quiet(application);
    }
    assertThat(azure.identity().requests()).as("is there an IMDS? then the token").hasSize(2);
    assertThat(azure.identity().requests().get(0).header("Metadata")).isNull();
    assertThat(azure.tokenRequests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("GET");
              assertThat(request.pathOnly()).isEqualTo("/metadata/identity/oauth2/token");
              assertThat(request.host()).isEqualTo(Azure.IMDS);
              assertThat(request.query("api-version")).isEqualTo("2018-02-01");
              assertThat(request.query("resource"))
                  .isEqualTo("https://cognitiveservices.azure.com");
              assertThat(request.query("client_id")).isNull();
              assertThat(request.header("Metadata")).isEqualTo("true");
            });
  }

  @Test
  void azure_client_id_picks_a_user_assigned_identity(Azure azure) throws Exception {
    try (Application application =
        azure.application().withAgent().environment("AZURE_CLIENT_ID", USER_ASSIGNED).start()) {
      Expected.answered(application, azure.identity().objectIdOf(USER_ASSIGNED));
    }
    assertThat(azure.tokenRequests())
        .singleElement()
        .satisfies(request -> assertThat(request.query("client_id")).isEqualTo(USER_ASSIGNED));
  }

  @Test
  void root_on_a_writable_file_system_finds_nothing_that_the_agent_wrote(Azure azure)
      throws Exception {
    List<String> without = written(azure.application(), 401);
    List<String> with = new ArrayList<>(written(azure.application().withAgent(), 200));
    with.removeAll(without);

    assertThat(without)
        .as("the JVM's own, to see that something is seen")
        .contains("/tmp/hsperfdata_root");
    // Docker makes the file that the jar is mounted on
    assertThat(with).containsExactlyInAnyOrder("/agent", Application.AGENT);
  }

  private static List<String> written(Application application, int status) throws Exception {
    try (application) {
      assertThat(application.asRootOnWritableFileSystem().start().ask().statusCode())
          .isEqualTo(status);
      return application.written();
    }
  }
}
