package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foundryidentity.agent.core.token.Clock;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that have no assertion, or one that Entra ID would refuse: one line without content. */
@Timeout(60)
class BrokenAssertionTest {

  private static final String AUDIENCE = "api://AzureADTokenExchange";
  private static final String GOOD = SignedJwt.of(AUDIENCE, 600);
  private static final String MARK = "content-of-the-answer";

  static Stream<Arguments> answers() {
    String unsigned = GOOD.substring(0, GOOD.lastIndexOf('.') + 1);
    return Stream.of(
        Arguments.of("an HTML page", 200, "<html>" + MARK + "</html>", "has no JWT"),
        Arguments.of("plain text", 403, MARK, "without an assertion"),
        Arguments.of("nothing", 200, "", "without an assertion"),
        Arguments.of("blanks", 200, " \n ", "without an assertion"),
        Arguments.of("another token", 200, "ya29." + MARK, "has no JWT"),
        Arguments.of("a token without a signature", 200, unsigned, "has no JWT"),
        Arguments.of("half a token", 200, GOOD.substring(0, 60), "has no JWT"),
        Arguments.of("a token with more behind it", 200, GOOD + " " + MARK, "has no JWT"),
        Arguments.of("two tokens", 200, GOOD + "\n" + GOOD, "has no JWT"),
        Arguments.of("an expired token", 200, SignedJwt.of(AUDIENCE, -60), "has expired already"),
        Arguments.of(
            "a token for another audience",
            200,
            SignedJwt.of("sts.amazonaws.com", 600),
            "is not for the audience api://AzureADTokenExchange"),
        Arguments.of(
            "a token without an audience",
            200,
            SignedJwt.withClaims("{\"sub\":\"x\"}"),
            "is not for the audience"),
        Arguments.of("a token whose claims are no JSON", 200, SignedJwt.withClaims("{"), "no JWT"),
        Arguments.of("a failure", 400, GOOD, "HTTP 400"));
  }

  @ParameterizedTest(name = "Google answers with {0}")
  @MethodSource("answers")
  void of_google(String what, int status, String body, String expected) {
    try (AssertionEndpoint google =
        new AssertionEndpoint(request -> AssertionEndpoint.text(status, body))) {
      google.headers.put("Metadata-Flavor", "Google");
      Map<String, String> variables = Map.of("GCE_METADATA_HOST", google.authority());
      check(
          new GoogleAssertion(
              AssertionEndpoint.variables(variables), AUDIENCE, AssertionEndpoint.exchange()),
          expected);
    }
  }

  @ParameterizedTest(name = "GitHub answers with {0}")
  @MethodSource("answers")
  void of_github(String what, int status, String body, String expected) {
    String json = "{\"value\":\"" + body.replace("\n", "\\n") + "\"}";
    try (AssertionEndpoint github =
        new AssertionEndpoint(request -> AssertionEndpoint.json(status, json))) {
      check(gitHub(github.url()), status == 403 ? "GitHub Actions refused the request" : expected);
    }
  }

  @ParameterizedTest(name = "AWS STS answers with {0}")
  @MethodSource("answers")
  void of_aws(String what, int status, String body, String expected) {
    String xml =
        "<GetWebIdentityTokenResponse><GetWebIdentityTokenResult><WebIdentityToken>"
            + body
            + "</WebIdentityToken></GetWebIdentityTokenResult></GetWebIdentityTokenResponse>";
    try (AssertionEndpoint sts =
        new AssertionEndpoint(request -> AssertionEndpoint.xml(status, xml))) {
      Map<String, String> variables =
          Map.of(
              "AWS_ACCESS_KEY_ID",
              "AKIDEXAMPLE",
              "AWS_SECRET_ACCESS_KEY",
              "secret-key",
              "AWS_REGION",
              "us-east-1",
              "AWS_ENDPOINT_URL_STS",
              sts.url());
      check(
          new AwsAssertion(
              AssertionEndpoint.variables(variables),
              AUDIENCE,
              AssertionEndpoint.exchange(),
              Clock.system()),
          status == 200 ? expected : "AWS STS gave no token (HTTP " + status);
    }
  }

  private static GitHubAssertion gitHub(String url) {
    return new GitHubAssertion(
        AssertionEndpoint.variables(
            Map.of(
                "ACTIONS_ID_TOKEN_REQUEST_URL",
                url + "/?x=1",
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                "request-token")),
        AUDIENCE,
        AssertionEndpoint.exchange());
  }

  private static void check(AssertionSource source, String expected) {
    Throwable failure = catchThrowable(source::assertion);
    assertThat(failure).isInstanceOf(AssertionException.class).hasMessageContaining(expected);
    assertThat(AssertionEndpoint.shown(failure))
        .doesNotContain(MARK)
        .doesNotContain(GOOD.substring(0, 40))
        .doesNotContain(GOOD.substring(GOOD.length() - 40))
        .hasLineCount(1);
  }

  @Test
  void json_without_the_value_is_no_assertion() {
    for (String json : new String[] {"{}", "[]", "{\"value\":1}", "{\"value\":null}", "{\"val"}) {
      try (AssertionEndpoint github =
          new AssertionEndpoint(request -> AssertionEndpoint.json(200, json))) {
        check(gitHub(github.url()), "GitHub Actions answered without an assertion");
      }
    }
  }

  @Test
  void one_of_several_audiences_is_enough() {
    String token =
        SignedJwt.withClaims("{\"aud\":[\"other\",\"" + AUDIENCE + "\"],\"exp\":4000000000}");
    try (AssertionEndpoint github =
        new AssertionEndpoint(
            request -> AssertionEndpoint.json(200, "{\"value\":\"" + token + "\"}"))) {
      assertThat(gitHub(github.url()).assertion()).isEqualTo(token);
    }
  }

  @Test
  void an_answer_that_is_cut_off_names_the_host_and_no_content() throws IOException {
    String cut = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"value\":\"" + GOOD;
    try (ScriptedServer server = new ScriptedServer(cut)) {
      Throwable failure = catchThrowable(gitHub(server.url())::assertion);
      assertThat(AssertionEndpoint.shown(failure))
          .contains("127.0.0.1: the answer ended early")
          .doesNotContain(GOOD.substring(0, 40))
          .doesNotContain("request-token");
    }
  }

  @Test
  void an_answer_of_endless_length_ends_at_the_limit() throws IOException {
    ScriptedServer.Answer endless =
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes());
          byte[] piece = new byte[64 * 1024];
          for (int i = 0; i < 1_000; i++) {
            out.write(piece);
          }
        };
    try (ScriptedServer server = new ScriptedServer(endless)) {
      Throwable failure = catchThrowable(gitHub(server.url())::assertion);
      assertThat(AssertionEndpoint.shown(failure)).contains("the answer is too long");
    }
  }

  @Test
  void the_endpoints_clock_says_whether_the_assertion_has_expired() throws IOException {
    long now = Instant.now().getEpochSecond();
    String ahead = SignedJwt.of(AUDIENCE, -3000); // good an hour ago
    String hourAgo =
        IssuerClockTest.HTTP_DATE.format(
            Instant.ofEpochSecond(now - 3600).atOffset(ZoneOffset.UTC));
    String body = "{\"value\":\"" + ahead + "\"}";
    String answer =
        "HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(hourAgo, body.length(), body);
    try (ScriptedServer server = new ScriptedServer(answer)) {
      assertThat(gitHub(server.url()).assertion()).isEqualTo(ahead);
    }
  }
}
