package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.PresentedAssertion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PresentedAssertionTest {

  private static byte[] form(String assertion) {
    String escaped = URLEncoder.encode(assertion, StandardCharsets.UTF_8);
    return ("grant_type=client_credentials&client_assertion=" + escaped + "&scope=x")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String jwt(String claims) {
    return "eyJhbGciOiJub25lIn0."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2lnbmF0dXJl";
  }

  @Test
  void the_claims_of_an_assertion_are_kept_and_the_assertion_is_not() {
    PresentedAssertion presented =
        RequestSecrets.assertion(
            form(
                jwt(
                    "{\"iss\":\"https://cluster/\",\"sub\":\"system:serviceaccount:a:b\","
                        + "\"aud\":[\"api://AzureADTokenExchange\"],\"nbf\":1,\"exp\":2}")));

    assertThat(presented)
        .hasNoNullFieldsOrProperties()
        .extracting("issuer", "subject", "audience", "notBeforeMillis", "expiresAtMillis")
        .containsExactly(
            "https://cluster/",
            "system:serviceaccount:a:b",
            "api://AzureADTokenExchange",
            1_000L,
            2_000L);
  }

  @Test
  void without_an_assertion_with_claims_nothing_is_kept() {
    assertThat(RequestSecrets.assertion(form("no-jwt"))).isNull();
    assertThat(RequestSecrets.assertion(new byte[0])).isNull();
    assertThat(RequestSecrets.assertion("client_secret=x".getBytes(StandardCharsets.UTF_8)))
        .isNull();
  }
}
