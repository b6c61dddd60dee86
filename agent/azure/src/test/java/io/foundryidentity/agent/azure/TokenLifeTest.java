package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenLifeTest {

  private static final long NOW = Instant.parse("2026-11-30T12:00:00Z").getEpochSecond();
  private static final long HOUR = 3_600;

  private static String jwt(Object exp) {
    String claims = exp == null ? "{\"aud\":\"a\"}" : "{\"aud\":\"a\",\"exp\":" + exp + "}";
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  private static TokenLife life(String token, Object... members) {
    Map<String, Object> answer = new HashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      answer.put(String.valueOf(members[i]), members[i + 1]);
    }
    return TokenLife.of(answer, token, NOW * 1_000 + 700, ZoneOffset.UTC);
  }

  @Test
  void each_form_alone_is_the_life_of_an_opaque_token() {
    for (Object[] form :
        new Object[][] {
          {"expires_on", (double) (NOW + HOUR)},
          {"expires_on", Long.toString(NOW + HOUR)},
          {"expires_on", "2026-11-30T13:00:00Z"},
          {"expires_on", "2026-11-30T13:00:00"},
          {"expires_on", "2026-11-30T14:00:00.123+01:00"},
          {"expires_on", "11/30/2026 1:00:00 PM +00:00"},
          {"expires_on", "11/30/2026 13:00:00 +00:00"},
          {"expiresOn", "2026-11-30 13:00:00.000000"},
          {"expires_in", 3600.0},
          {"expires_in", "3600"},
        }) {
      TokenLife life = life("opaque", form);
      assertThat(life.expiresOn).as("%s", List.of(form)).isEqualTo(NOW + HOUR);
      assertThat(life.isStated).isTrue();
    }
  }

  @Test
  void seconds_of_azure_cli_count_before_its_local_time() {
    assertThat(life("t", "expires_on", NOW + 60.0, "expiresOn", "2026-11-30 13:00:00").expiresOn)
        .isEqualTo(NOW + 60);
    assertThat(life("t", "expires_on", "soon", "expiresOn", "2026-11-30 13:00:00").expiresOn)
        .isEqualTo(NOW + HOUR);
  }

  @Test
  void of_two_that_contradict_each_other_the_shorter_life_counts() {
    assertThat(life("t", "expires_on", NOW + HOUR, "expires_in", 600.0).expiresOn)
        .isEqualTo(NOW + 600);
    assertThat(life("t", "expires_on", NOW + 600, "expires_in", "3600").expiresOn)
        .isEqualTo(NOW + 600);
    assertThat(life("t", "expires_on", NOW - 600, "expires_in", "3600").expiresOn)
        .as("an opaque token that may be over is not used")
        .isEqualTo(NOW - 600);
  }

  @Test
  void a_tokens_own_claim_is_never_exceeded() {
    String token = jwt(NOW + 600);
    assertThat(life(token, "expires_on", NOW + HOUR).expiresOn).isEqualTo(NOW + 600);
    assertThat(life(token, "expires_in", HOUR).expiresOn).isEqualTo(NOW + 600);
    assertThat(life(token, "expires_in", 60).expiresOn).isEqualTo(NOW + 60);
    assertThat(life(jwt(NOW - 5), "expires_in", HOUR, "expires_on", NOW + HOUR).expiresOn)
        .isEqualTo(NOW - 5);
  }

  @Test
  void a_time_that_has_passed_does_not_end_a_token_that_is_good_by_its_own_claim() {
    TokenLife life = life(jwt(NOW + HOUR), "expires_on", "2026-11-30T01:00:00Z");
    assertThat(life.expiresOn).isEqualTo(NOW + HOUR);
    assertThat(life.isStated).isFalse();
  }

  @Test
  void with_no_statement_the_tokens_own_claim_counts_and_an_opaque_token_has_an_hour() {
    assertThat(life(jwt(NOW + 24 * HOUR)).expiresOn).isEqualTo(NOW + 24 * HOUR);
    assertThat(life(jwt(NOW + 24 * HOUR)).isStated).isFalse();
    assertThat(life("opaque").expiresOn).isEqualTo(NOW + HOUR);
    assertThat(life("opaque").isStated).isFalse();
    assertThat(life(jwt(null)).expiresOn).isEqualTo(NOW + HOUR);
    assertThat(life(jwt("\"text\"")).expiresOn).isEqualTo(NOW + HOUR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"expires_in\":0}",
        "{\"expires_in\":-3600}",
        "{\"expires_in\":\"-1\",\"expires_on\":\"\"}",
        "{\"expires_in\":1e300}",
        "{\"expires_in\":99999999}",
        "{\"expires_in\":null,\"expires_on\":null}",
        "{\"expires_in\":{},\"expires_on\":[]}",
        "{\"expires_in\":true}",
        "{\"expires_on\":0}",
        "{\"expires_on\":-1}",
        "{\"expires_on\":3599}",
        "{\"expires_on\":4102444800}",
        "{\"expires_on\":\"30.11.2569 13:00:00\"}",
        "{\"expires_on\":\"2569-11-30T13:00:00Z\"}",
        "{\"expires_on\":\"tomorrow\"}",
        "{\"expiresOn\":\"9999-12-31T23:59:59Z\"}",
      })
  void a_statement_that_cannot_be_right_counts_as_not_made(String answer) {
    Map<String, Object> members = Json.object(answer);
    assertThat(members).isNotEmpty();
    for (String token : List.of("opaque", jwt(NOW + HOUR))) {
      TokenLife life = TokenLife.of(members, token, NOW * 1_000, ZoneOffset.UTC);
      assertThat(life.expiresOn).isEqualTo(NOW + HOUR);
      assertThat(life.isStated).isFalse();
    }
  }
}
