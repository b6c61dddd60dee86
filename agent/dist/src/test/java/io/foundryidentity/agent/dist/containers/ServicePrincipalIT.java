package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.foundryidentity.simulator.IdentityEndpoints;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An application registration, anywhere: Entra ID at the name that the agent has for it. */
@InAzure
class ServicePrincipalIT {

  private static final String CERTIFICATE = "/etc/application/service-principal.pem";

  @Test
  void a_secret_signs_in(Azure azure) throws Exception {
    try (Application application =
        principal(azure)
            .environment("AZURE_CLIENT_SECRET", azure.identity().clientSecret())
            .start()) {
      Expected.answered(application, objectId(azure));
      Expected.quiet(application);
    }
    boolean secret = azure.identity().clientSecret().equals(asked(azure).get("client_secret"));
    assertThat(secret).as("the secret is the application's").isTrue();
  }

  @Test
  void a_certificate_signs_in(Azure azure) throws Exception {
    Path file =
        Path.of(
            azure
                .identity()
                .environment(IdentityKind.CLIENT_CERTIFICATE)
                .get("AZURE_CLIENT_CERTIFICATE_PATH"));
    try (Application application =
        principal(azure)
            .mount(file, CERTIFICATE)
            .environment("AZURE_CLIENT_CERTIFICATE_PATH", CERTIFICATE)
            .start()) {
      Expected.answered(application, objectId(azure));
      Expected.quiet(application);
    }
    IdentityEndpoints identity = azure.identity();
    JWTClaimsSet claims = SignedJWT.parse(asked(azure).get("client_assertion")).getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(identity.clientId());
    assertThat(claims.getSubject()).isEqualTo(identity.clientId());
    assertThat(claims.getAudience())
        .containsExactly(
            "https://" + Azure.AUTHORITY_HOST + "/" + identity.tenantId() + "/oauth2/v2.0/token");
  }

  private static Application principal(Azure azure) {
    return azure
        .application()
        .withAgent()
        .environment("AZURE_TENANT_ID", azure.identity().tenantId())
        .environment("AZURE_CLIENT_ID", azure.identity().clientId());
  }

  private static String objectId(Azure azure) {
    return azure.identity().objectIdOf(azure.identity().clientId());
  }

  /** The one token request, with what both ways ask for. */
  private static TokenForm asked(Azure azure) {
    assertThat(azure.identity().requests()).as("no discovery, no probe").hasSize(1);
    ReceivedRequest request = azure.identity().requests().get(0);
    assertThat(request.scheme()).isEqualTo("https");
    assertThat(request.host()).isEqualTo(Azure.AUTHORITY_HOST);
    assertThat(request.pathOnly())
        .isEqualTo("/" + azure.identity().tenantId() + "/oauth2/v2.0/token");
    TokenForm form = new TokenForm(request);
    assertThat(form.get("client_id")).isEqualTo(azure.identity().clientId());
    assertThat(form.get("scope")).contains("https://cognitiveservices.azure.com/.default");
    return form;
  }
}
