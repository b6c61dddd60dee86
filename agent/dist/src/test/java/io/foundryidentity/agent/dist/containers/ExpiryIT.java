package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.ExpiryForm;
import io.foundryidentity.simulator.IdentityKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each form in which a platform writes when its token expires. */
@InAzure
class ExpiryIT {

  @ParameterizedTest
  @EnumSource
  void a_virtual_machines_token_is_used(ExpiryForm form, Azure azure) throws Exception {
    azure.identity().at(IdentityKind.IMDS).expiry(form);
    signsInOnce(azure, azure.application().withAgent());
  }

  @ParameterizedTest
  @EnumSource
  void an_app_services_token_is_used(ExpiryForm form, Azure azure) throws Exception {
    azure.identity().at(IdentityKind.APP_SERVICE).expiry(form);
    String endpoint = "http://" + Azure.APP_SERVICE + ":" + Azure.APP_SERVICE_PORT + "/msi/token";
    signsInOnce(
        azure,
        azure
            .application()
            .withAgent()
            .environment("IDENTITY_ENDPOINT", endpoint)
            .environment("IDENTITY_HEADER", azure.identity().appServiceHeader()));
  }

  /** A life of 24 hours that was misread would lead to another request for each answer. */
  private static void signsInOnce(Azure azure, Application container) throws Exception {
    try (Application application = container.start()) {
      Expected.answered(application, azure.identity().systemAssignedObjectId());
      Expected.answered(application, azure.identity().systemAssignedObjectId());
    }
    assertThat(azure.tokenRequests()).hasSize(1);
  }
}
