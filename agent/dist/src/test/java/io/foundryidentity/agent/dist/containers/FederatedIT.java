package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.AppRegistration;
import io.foundryidentity.simulator.KnownIssuer;
import io.foundryidentity.simulator.ReceivedRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app registration that accepts the assertion of a managed identity, or of a token file. */
@InAzure
class FederatedIT {

  private static final String OTHER_TENANT = "7e9a0000-0000-4000-8000-0000000000bb";
  private static final String USER_ASSIGNED = "0b5a3e7a-0000-4000-8000-0000000000a5";
  private static final String SPIRE = "https://spire.contoso.example";
  private static final String SPIFFE_ID = "spiffe://contoso.example/orders";
  private static final String TOKENS = "/var/run/secrets/tokens";

  @TempDir private Path folder;

  @Test
  void a_managed_identity_reaches_a_resource_in_another_tenant(Azure azure) throws Exception {
    AppRegistration registration =
        register(azure)
            .trustsManagedIdentity(azure.identity().systemAssignedObjectId())
            .availableIn(OTHER_TENANT);
    azure.simulator().foundry().belongTo(OTHER_TENANT);
    try (Application application =
        Exchanged.federated(azure, "managed-identity").setting("tenant-id", OTHER_TENANT).start()) {
      Expected.answered(application, registration.objectId());
      Expected.quiet(application);

      TokenForm form = Exchanged.forms(azure, OTHER_TENANT).get(0);
      Exchanged.reachedFoundryAlone(azure, form.get("client_assertion"));
      Exchanged.unsaid(application, form.get("client_assertion"));
    }
    assertThat(ofImds(azure).query("resource")).isEqualTo(Exchanged.AUDIENCE);
    assertThat(ofImds(azure).query("client_id")).isNull();
  }

  @Test
  void a_user_assigned_identity_gives_the_assertion(Azure azure) throws Exception {
    AppRegistration registration =
        register(azure).trustsManagedIdentity(azure.identity().objectIdOf(USER_ASSIGNED));
    try (Application application =
        Exchanged.federated(azure, "managed-identity")
            .setting("assertion-client-id", USER_ASSIGNED)
            .start()) {
      Expected.answered(application, registration.objectId());
      Expected.quiet(application);
    }
    assertThat(ofImds(azure).query("client_id")).isEqualTo(USER_ASSIGNED);
    assertThat(Exchanged.form(azure).get("scope"))
        .contains("https://cognitiveservices.azure.com/.default");
  }

  @Test
  void a_spiffe_token_file_is_read_anew_for_each_sign_in(Azure azure) throws Exception {
    KnownIssuer spire = azure.identity().directory().issuer(SPIRE);
    AppRegistration registration = register(azure).trusts(SPIRE, SPIFFE_ID, Exchanged.AUDIENCE);
    ProjectedToken file = new ProjectedToken(folder);
    file.project(spire.token(SPIFFE_ID, Exchanged.AUDIENCE));
    try (Application application =
        Exchanged.federated(azure, "file")
            .mount(file.folder(), TOKENS)
            .setting("assertion-file", ProjectedToken.fileIn(TOKENS))
            .start()) {
      Expected.answered(application, registration.objectId());

      String second = spire.token(SPIFFE_ID, Exchanged.AUDIENCE);
      file.project(second);
      azure.simulator().foundry().revoke();

      Expected.answered(application, registration.objectId());
      var forms = Exchanged.forms(azure, azure.identity().tenantId());
      boolean anew = forms.get(forms.size() - 1).get("client_assertion").equals(second);
      assertThat(anew).as("the last sign-in used the file's new token").isTrue();
      Expected.quiet(application);
    }
  }

  @Test
  void entras_own_code_is_told_where_the_subject_is_another(Azure azure) throws Exception {
    register(azure).trustsManagedIdentity("00000000-0000-4000-8000-000000000000");
    try (Application application = Exchanged.federated(azure, "managed-identity").start()) {
      assertThat(application.ask().statusCode()).isEqualTo(401);
      Expected.told(application, "AADSTS700213");
      Exchanged.unsaid(application, Exchanged.form(azure).get("client_assertion"));
    }
  }

  private static AppRegistration register(Azure azure) {
    return azure.identity().directory().register(Exchanged.CLIENT);
  }

  private static ReceivedRequest ofImds(Azure azure) {
    return azure.tokenRequests().stream()
        .filter(request -> request.host().equals(Azure.IMDS))
        .findFirst()
        .orElseThrow();
  }
}
