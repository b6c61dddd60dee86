package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.output.SafeText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityAnswerTest {

  private static IdentityAnswer of(int status, String body) {
    return IdentityAnswer.of(status, header -> null, body.getBytes(StandardCharsets.UTF_8));
  }

  private static IdentityAnswer of(int status, String body, long now) {
    return IdentityAnswer.of(status, header -> null, body.getBytes(StandardCharsets.UTF_8), now);
  }

  private static String text(IdentityAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void a_token_is_passed_on_with_what_belongs_to_it_and_is_known_from_then_on() {
    IdentityAnswer answer =
        of(
            200,
            "{\"access_token\":\"plain-words-as-token\",\"expires_on\":\"1996243200\",\"expires_in\":3599,"
                + "\"client_id\":\"c\",\"refresh_token\":\"other-plain-words\",\"x\":1}",
            1_996_239_700_000L);
    assertThat(text(answer))
        .isEqualTo(
            "{\"access_token\":\"plain-words-as-token\",\"client_id\":\"c\","
                + "\"expires_on\":\"1996243200\",\"expires_in\":3500}");
    assertThat(SafeText.line("it is plain-words-as-token, or other-plain-words"))
        .isEqualTo("it is ***, or ***");
  }

  @ParameterizedTest
  @CsvSource({
    "1800, 1800",
    "'\"1800\"', 1800",
    "1800.5, 1800",
    "0, ",
    "-1, ",
    "3600, ",
    "'\"soon\"', ",
    "1e300, ",
    "null, "
  })
  void a_time_to_refresh_is_passed_on_if_it_is_within_the_tokens_life(String sent, String passed) {
    String body = "{\"access_token\":\"t\",\"expires_in\":3599,\"refresh_in\":" + sent + "}";
    String expected = passed == null ? "" : ",\"refresh_in\":" + passed;
    assertThat(text(of(200, body, 1_996_239_700_000L)))
        .isEqualTo(
            "{\"access_token\":\"t\",\"expires_on\":\"1996243299\",\"expires_in\":3599"
                + expected
                + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "bearer", "BEARER ", ""})
  void a_bearer_token_may_be_called_so_in_any_case_or_not_at_all(String type) {
    assertThat(of(200, "{\"access_token\":\"t\",\"token_type\":\"" + type + "\"}").isToken())
        .isTrue();
    assertThat(of(200, "{\"access_token\":\"t\",\"token_type\":null}").isToken()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pop", "mtls_pop", "DPoP", "Basic", "bearer2"})
  void a_token_of_another_type_is_none(String type) {
    IdentityAnswer answer =
        of(200, "{\"access_token\":\"bound-to-a-key-123\",\"token_type\":\"" + type + "\"}");
    assertThat(answer.isToken()).isFalse();
    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer))
        .contains("a token of the type " + type + ", and this agent can send Bearer tokens only")
        .doesNotContain("bound-to-a-key-123");
    assertThat(SafeText.line("bound-to-a-key-123")).isEqualTo("***");
  }

  @Test
  void a_byte_order_mark_and_a_name_that_occurs_twice_do_not_matter() {
    IdentityAnswer answer =
        of(
            200,
            "\ufeff{\"access_token\":\"first\",\"access_token\":\"second\",\"expires_in\":\"60\"}");
    assertThat(answer.isToken()).isTrue();
    assertThat(text(answer)).contains("\"second\"").doesNotContain("first");
  }

  @Test
  void an_error_of_entra_is_passed_on_and_hides_no_address() {
    IdentityAnswer answer =
        of(
            401,
            "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: wrong\","
                + "\"error_codes\":[7000215],\"trace_id\":\"0fb30d3a-1c6a-4d9e-9d3b-0a9f1d9a0e00\","
                + "\"error_uri\":\"https://login.microsoftonline.com/error?code=7000215\"}");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(text(answer)).contains("AADSTS7000215: wrong", "[7000215]", "0fb30d3a-1c6a");
    assertThat(SafeText.line("https://login.microsoftonline.com/"))
        .isEqualTo("https://login.microsoftonline.com/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "opaque-text",
        "<html>client_secret=x</html>",
        "{\"access_token\":\"cut",
        "[1]",
        "{\"access_token\":[\"a\"]}",
        "{\"access_token\":\"\"}",
        "{}"
      })
  void what_is_no_answer_of_an_identity_endpoint_is_described_and_not_passed_on(String body) {
    IdentityAnswer answer = of(200, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer))
        .contains("the answer is not one of an identity endpoint: HTTP 200, no content type, ")
        .doesNotContain("opaque", "client_secret", "cut");
  }

  @Test
  void a_status_that_may_pass_stays_what_it_is() {
    assertThat(of(429, "busy").status()).isEqualTo(429);
    assertThat(of(503, "<html>").status()).isEqualTo(503);
  }
}
