package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.output.SafeText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityAnswerTest {

  private static IdentityAnswer of(int status, String body) {
    return IdentityAnswer.of(status, header -> null, body.getBytes(StandardCharsets.UTF_8));
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
                + "\"refresh_token\":\"other-plain-words\",\"x\":1}");
    assertThat(text(answer))
        .isEqualTo(
            "{\"access_token\":\"plain-words-as-token\",\"expires_on\":\"1996243200\","
                + "\"expires_in\":3599}");
    assertThat(SafeText.line("it is plain-words-as-token, or other-plain-words"))
        .isEqualTo("it is ***, or ***");
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
