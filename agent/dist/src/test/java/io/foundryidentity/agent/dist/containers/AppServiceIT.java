package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.ReceivedRequest;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

/** Platforms that hand out tokens at an endpoint of their own, for a header that they name. */
@InAzure
class AppServiceIT {

  private static final String USER_ASSIGNED = "0b5a3e7a-0000-4000-8000-0000000000a5";
  private static final int CONTAINER_APPS_PORT = 42356;

  @Test
  void app_service_and_functions_sign_in(Azure azure) throws Exception {
    try (Application application =
        appService(azure).environment("WEBSITE_SITE_NAME", "orders").start()) {
      Expected.answered(application, azure.identity().systemAssignedObjectId());
      Expected.quiet(application);
    }
    ReceivedRequest request = asked(azure);
    assertThat(request.host()).isEqualTo(Azure.APP_SERVICE + ":" + Azure.APP_SERVICE_PORT);
    assertThat(request.query("client_id")).isNull();
  }

  @Test
  void azure_client_id_picks_a_user_assigned_identity(Azure azure) throws Exception {
    try (Application application =
        appService(azure).environment("AZURE_CLIENT_ID", USER_ASSIGNED).start()) {
      Expected.answered(application, azure.identity().objectIdOf(USER_ASSIGNED));
      Expected.quiet(application);
    }
    assertThat(asked(azure).query("client_id")).isEqualTo(USER_ASSIGNED);
  }

  @Test
  void container_apps_sign_in_at_their_own_localhost(Azure azure) throws Exception {
    GenericContainer<?> sidecar = azure.managedIdentity(CONTAINER_APPS_PORT);
    String endpoint = "http://localhost:" + CONTAINER_APPS_PORT + "/msi/token";
    String header = azure.identity().appServiceHeader();
    try (Application application =
        azure
            .application()
            .withAgent()
            .beside(sidecar)
            .environment("IDENTITY_ENDPOINT", endpoint)
            .environment("IDENTITY_HEADER", header)
            .environment("MSI_ENDPOINT", endpoint)
            .environment("MSI_SECRET", header)
            .environment("CONTAINER_APP_NAME", "orders")
            .start()) {
      Expected.answered(application, azure.identity().systemAssignedObjectId());
      Expected.quiet(application);
    }
    assertThat(asked(azure).host()).isEqualTo("localhost:" + CONTAINER_APPS_PORT);
  }

  private static Application appService(Azure azure) {
    return azure
        .application()
        .withAgent()
        .environment(
            "IDENTITY_ENDPOINT",
            "http://" + Azure.APP_SERVICE + ":" + Azure.APP_SERVICE_PORT + "/msi/token")
        .environment("IDENTITY_HEADER", azure.identity().appServiceHeader());
  }

  /** The one request, with what all of these platforms ask for. */
  private static ReceivedRequest asked(Azure azure) {
    assertThat(azure.identity().requests()).hasSize(1);
    ReceivedRequest request = azure.identity().requests().get(0);
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.pathOnly()).isEqualTo("/msi/token");
    assertThat(request.query("api-version")).isEqualTo("2019-08-01");
    assertThat(request.query("resource")).isEqualTo("https://cognitiveservices.azure.com");
    boolean header =
        azure.identity().appServiceHeader().equals(request.header("X-IDENTITY-HEADER"));
    assertThat(header).as("the header is the platform's").isTrue();
    return request;
  }
}
