package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {

  @Test
  void a_jwt_says_whose_it_is_and_how_long() {
    TokenClaims claims =
        TokenClaims.of(
            Claims.jwt(
                "{\"aud\":\"https://ai.azure.com\",\"tid\":\"t\",\"oid\":\"o\",\"appid\":\"a\","
                    + "\"exp\":1900000000,\"nbf\":1800000000,\"xms_mirid\":\"/subscriptions/s\"}"));

    assertThat(claims.isOpaque()).isFalse();
    assertThat(claims.audience()).isEqualTo("https://ai.azure.com");
    assertThat(claims.tenantId()).isEqualTo("t");
    assertThat(claims.objectId()).isEqualTo("o");
    assertThat(claims.applicationId()).isEqualTo("a");
    assertThat(claims.expiresAtMillis()).isEqualTo(1_900_000_000_000L);
    assertThat(claims.notBeforeMillis()).isEqualTo(1_800_000_000_000L);
    assertThat(claims.identityResourceId()).isEqualTo("/subscriptions/s");
    assertThat(claims.isUser()).isFalse();
  }

  @Test
  void a_second_audience_is_left_aside_and_azp_is_an_application_too() {
    TokenClaims claims =
        TokenClaims.of(Claims.jwt("{\"aud\":[\"one\",\"two\"],\"azp\":\"a\",\"scp\":\"user\"}"));

    assertThat(claims.audience()).isEqualTo("one");
    assertThat(claims.applicationId()).isEqualTo("a");
    assertThat(claims.isUser()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer ",
        "Bearer opaque",
        "Bearer a.b",
        "Bearer a.%%.c",
        "Bearer a..c",
        "Bearer a.e30.c",
        "Bearer a.W10.c",
        "Bearer a.eyJhdWQi.c"
      })
  void of_an_opaque_token_nothing_is_known(String authorization) {
    TokenClaims claims = TokenClaims.of(authorization);

    assertThat(claims.isOpaque()).isTrue();
    assertThat(claims.audience()).isNull();
    assertThat(claims.expiresAtMillis()).isZero();
    assertThat(claims.isUser()).isFalse();
  }

  @Test
  void claims_of_odd_types_and_characters_harm_nothing() {
    TokenClaims claims =
        TokenClaims.of(
            Claims.jwt("{\"aud\":7,\"oid\":{\"x\":[1,true,null]},\"tid\":\"a\\u001b[31m\\nb\"}"));

    assertThat(claims.audience()).isNull();
    assertThat(claims.objectId()).isNull();
    assertThat(claims.tenantId()).isEqualTo("a [31m b");
  }
}
