package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.AppRegistration;
import io.foundryidentity.simulator.Cloud;
import io.foundryidentity.simulator.ReceivedRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clouds of the US Government and of China: nothing of the public cloud is asked. */
@InAzure
class SovereignIT {

  @ParameterizedTest
  @EnumSource(names = {"US_GOVERNMENT", "CHINA"})
  void a_managed_identity_signs_in_for_its_clouds_own_resource(Cloud cloud, Azure azure)
      throws Exception {
    azure.simulator().cloud(cloud);
    try (Application application = azure.application().withAgent().resource(url(cloud)).start()) {
      Expected.answered(application, azure.identity().systemAssignedObjectId());
      Expected.quiet(application);
    }
    assertThat(azure.tokenRequests())
        .singleElement()
        .satisfies(
            request -> assertThat(request.query("resource")).isEqualTo(cloud.cognitiveServices()));
  }

  @ParameterizedTest
  @EnumSource(names = {"US_GOVERNMENT", "CHINA"})
  void a_federated_application_signs_in_at_its_clouds_own_authority(Cloud cloud, Azure azure)
      throws Exception {
    azure.simulator().cloud(cloud);
    AppRegistration registration =
        azure
            .identity()
            .directory()
            .register(Exchanged.CLIENT)
            .trustsManagedIdentity(azure.identity().systemAssignedObjectId());
    try (Application application =
        Exchanged.federated(azure, "managed-identity")
            .resource(url(cloud))
            .environment("AZURE_AUTHORITY_HOST", "https://" + cloud.authorityHost() + "/")
            .start()) {
      Expected.answered(application, registration.objectId());
      Expected.quiet(application);
    }
    assertThat(azure.tokenRequests().stream().map(ReceivedRequest::host))
        .contains(Azure.IMDS, cloud.authorityHost())
        .doesNotContain(Azure.AUTHORITY_HOST);
    assertThat(Exchanged.form(azure).get("scope"))
        .contains(cloud.cognitiveServices() + "/.default");
  }

  private static String url(Cloud cloud) {
    return "https://" + (cloud == Cloud.CHINA ? Azure.CHINA_HOST : Azure.GOVERNMENT_HOST);
  }
}
