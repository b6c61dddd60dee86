package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WithKeyHeader.class)
class HeadTextTest {

  private static final String BEARER = "Authorization: Bearer x\r\n";

  @Test
  void the_bearer_is_the_last_line_and_the_others_stay_in_order() {
    assertThat(authorized("POST /a?b HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n"))
        .isEqualTo("POST /a?b HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n" + BEARER + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer key\r\n",
        "authorization: one\r\nAUTHORIZATION: two\r\n",
        "Api-Key: key\r\n",
        "api-key:key\r\nAuthorization: Bearer key\r\n",
        "api-key: a:b\r\n"
      })
  void credentials_are_left_out_wherever_they_are(String lines) {
    String expected = "GET / HTTP/1.1\r\nHost: h\r\n" + BEARER + "\r\n";
    assertThat(authorized("GET / HTTP/1.1\r\n" + lines + "Host: h\r\n\r\n")).isEqualTo(expected);
    assertThat(authorized("GET / HTTP/1.1\r\nHost: h\r\n" + lines + "\r\n")).isEqualTo(expected);
  }

  @Test
  void what_only_looks_like_a_credential_stays() {
    String head =
        "GET /authorization: HTTP/1.1\r\nX-Authorization: a\r\nNote: api-key: b\r\napi-key2: c\r\n";
    assertThat(authorized(head + "\r\n")).isEqualTo(head + BEARER + "\r\n");
  }

  @Test
  void a_request_line_alone_gets_the_bearer_too() {
    assertThat(authorized("GET / HTTP/1.1\r\n\r\n"))
        .isEqualTo("GET / HTTP/1.1\r\n" + BEARER + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "GET / HTTP/1.1\r\nHost: h\r\n", "GET / HTTP/1.1\n\n"})
  void a_head_without_its_empty_line_is_not_touched(String head) {
    StringBuilder text = new StringBuilder(head);
    assertThatThrownBy(() -> HeadText.authorize(text, "Bearer x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(text.toString()).isEqualTo(head);
  }

  private static String authorized(String head) {
    StringBuilder text = new StringBuilder(head);
    HeadText.authorize(text, "Bearer x");
    return text.toString();
  }
}
