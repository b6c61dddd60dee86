package io.foundryidentity.agent.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WithKeyHeader.class)
class RequestHeadTest {

  @Test
  void the_path_is_what_the_request_line_says() {
    assertThat(path("GET /a%20b?q=1&r HTTP/1.1")).isEqualTo("/a%20b?q=1&r");
    assertThat(path("POST / HTTP/1.0")).isEqualTo("/");
    assertThat(path("GET //other.example/x HTTP/1.1")).isEqualTo("//other.example/x");
  }

  @Test
  void a_whole_url_counts_if_it_is_the_peers() {
    assertThat(path("GET https://target.example/a?b HTTP/1.1")).isEqualTo("/a?b");
    assertThat(path("GET HTTPS://Target.example:443/a HTTP/1.1")).isEqualTo("/a");
    Peer plain = Peer.direct("127.0.0.1", 8080);
    assertThat(path("GET http://127.0.0.1:8080/a HTTP/1.1", plain)).isEqualTo("/a");
    assertThat(path("GET http://127.0.0.1/a HTTP/1.1", plain)).isNull();
    assertThat(path("GET http://127.0.0.1:80800/a HTTP/1.1", plain)).isNull();
    assertThat(path("GET http://[::1]:80/a HTTP/1.1", Peer.direct("::1", 80))).isEqualTo("/a");
    assertThat(path("GET http://[::1]/a HTTP/1.1", Peer.direct("[::1]", 80))).isEqualTo("/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET https://other.example/ HTTP/1.1",
        "GET http://target.example/ HTTP/1.1",
        "GET https://target.example:444/ HTTP/1.1",
        "GET https://target.example.other/ HTTP/1.1",
        "GET https://target.example@other.example/ HTTP/1.1",
        "GET https://target.example:443@other.example/ HTTP/1.1",
        "GET https://user@target.example/ HTTP/1.1",
        "GET https://target.example HTTP/1.1",
        "GET https://target.example?/a HTTP/1.1",
        "GET target.example/a HTTP/1.1",
        "CONNECT other.example:443 HTTP/1.1",
        "CONNECT /other HTTP/1.1",
        "connect /other HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "GET  HTTP/1.1",
        "GET  /a HTTP/1.1",
        "GET /a /b HTTP/1.1",
        "GET /a\t/b HTTP/1.1",
        "GET /a\n/b HTTP/1.1",
        "GET /a HTTP/1.1\nX: y",
        "GET /a\u00e9 HTTP/1.1",
        "GET /a\u0000 HTTP/1.1",
        "GET /a\u007f HTTP/1.1",
        "GET /a HTTP/2.0",
        "GET /a",
        " /a HTTP/1.1",
        "",
      })
  void a_line_of_another_form_has_none(String line) {
    assertThat(path(line)).isNull();
  }

  @Test
  void an_existing_value_is_found_in_any_case() {
    assertThat(RequestHead.authorization(head("Host: a", "aUTHORIZATION:  Bearer one ", "X: y")))
        .isEqualTo("Bearer one");
    assertThat(RequestHead.authorization(head("Authorization: ", "Host: a"))).isEmpty();
    assertThat(RequestHead.authorization(head("Host: a", "X-Authorization: b"))).isNull();
    assertThat(RequestHead.authorization(bytes("GET /authorization: HTTP/1.1\r\n\r\n"))).isNull();
  }

  @Test
  void an_authorized_copy_has_one_value_and_no_key() {
    assertThat(
            authorized(
                "Host: a",
                "authorization: Bearer one",
                "Api-KEY: k",
                "X: y",
                "Authorization : two"))
        .isEqualTo(expected("Host: a", "X: y"));
    assertThat(authorized()).isEqualTo(expected());
  }

  @Test
  void a_value_that_goes_on_in_the_next_line_goes_with_it() {
    assertThat(authorized("api-key: one,", "  two", "X: y,", "\tz"))
        .isEqualTo(expected("X: y,", "\tz"));
  }

  @Test
  void a_lone_line_feed_hides_no_credential() {
    assertThat(authorized("X: y\nAuthorization: Bearer one\napi-key: k", "Z: z"))
        .isEqualTo(expected("X: y\nZ: z"));
  }

  private static @Nullable String path(String line) {
    return path(line, Peer.overTls("target.example", 443));
  }

  private static @Nullable String path(String line, Peer peer) {
    return RequestHead.path(bytes(line + "\r\nHost: a\r\n\r\n"), peer);
  }

  private static String authorized(String... lines) {
    return new String(RequestHead.with(head(lines), "Bearer new"), ISO_8859_1);
  }

  private static String expected(String... lines) {
    return new String(head(lines), ISO_8859_1)
        .replaceFirst("\r\n", "\r\nAuthorization: Bearer new\r\n");
  }

  private static byte[] head(String... lines) {
    StringBuilder head = new StringBuilder("GET /a HTTP/1.1\r\n");
    for (String line : lines) {
      head.append(line).append("\r\n");
    }
    return bytes(head.append("\r\n").toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
