package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.AppRegistration;
import io.foundryidentity.simulator.GoogleMetadata;
import io.foundryidentity.simulator.ReceivedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A container on Google Cloud: its metadata server signs in, with nothing set for it. */
@InAzure
class GoogleIT {

  @AfterEach
  void attach(Azure azure) {
    azure.identity().google().account(true);
  }

  @Test
  void the_service_accounts_token_signs_in(Azure azure) throws Exception {
    AppRegistration registration =
        azure
            .identity()
            .directory()
            .register(Exchanged.CLIENT)
            .trusts(GoogleMetadata.ISSUER, azure.identity().google().subject(), Exchanged.AUDIENCE);
    try (Application application = Exchanged.federated(azure, "google").start()) {
      Expected.answered(application, registration.objectId());
      Expected.quiet(application);

      String assertion = Exchanged.form(azure).get("client_assertion");
      Exchanged.reachedFoundryAlone(azure, assertion);
      Exchanged.unsaid(application, assertion);
    }
    assertThat(azure.identity().requests())
        .filteredOn(request -> request.host().equals(Azure.GOOGLE_HOST))
        .isNotEmpty()
        .allSatisfy(GoogleIT::asks);
  }

  @Test
  void a_machine_without_a_service_account_is_told(Azure azure) throws Exception {
    azure.identity().directory().register(Exchanged.CLIENT);
    azure.identity().google().account(false);
    try (Application application = Exchanged.federated(azure, "google").start()) {
      assertThat(application.ask().statusCode()).isEqualTo(401);
      Expected.told(application, "service account");
    }
  }

  private static void asks(ReceivedRequest request) {
    assertThat(request.header("Metadata-Flavor")).isEqualTo("Google");
    assertThat(request.query("audience")).isEqualTo(Exchanged.AUDIENCE);
  }
}
