package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foundryidentity.agent.core.output.SafeText;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GitHubAssertionTest {

  private static final String AUDIENCE = "api://AzureADTokenExchange";
  private static final String REQUEST_TOKEN = "ghs_q7v2Zk9L0xPbT4mN9wYc1RhJ5sDf0123456789";

  private final AssertionEndpoint github =
      new AssertionEndpoint(
          request ->
              request.path().contains("audience=")
                  ? AssertionEndpoint.json(
                      200, "{\"count\":1,\"value\":\"" + SignedJwt.of(AUDIENCE, 600) + "\"}")
                  : AssertionEndpoint.text(400, "no audience"));

  @AfterEach
  void stop() {
    github.close();
  }

  private Map<String, String> job() {
    Map<String, String> job = new HashMap<>();
    job.put("ACTIONS_ID_TOKEN_REQUEST_URL", github.url() + "/idtoken/1?api-version=2.0");
    job.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", REQUEST_TOKEN);
    return job;
  }

  private static String assertion(Map<String, String> variables) {
    return new GitHubAssertion(
            AssertionEndpoint.variables(variables), AUDIENCE, AssertionEndpoint.exchange())
        .assertion();
  }

  @Test
  void a_job_gets_its_token_for_the_audience() {
    assertThat(assertion(job())).startsWith("eyJ").contains(".");

    assertThat(github.requests).hasSize(1);
    AssertionEndpoint.Received request = github.requests.get(0);
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path())
        .isEqualTo("/idtoken/1?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange");
    assertThat(request.header("Authorization")).isEqualTo("bearer " + REQUEST_TOKEN);
  }

  @Test
  void an_address_without_a_query_gets_one() {
    Map<String, String> job = job();
    job.put("ACTIONS_ID_TOKEN_REQUEST_URL", github.url() + "/idtoken");
    assertion(job);
    assertThat(github.requests.get(0).path()).startsWith("/idtoken?audience=api");
  }

  @Test
  void outside_a_job_with_the_permission_it_says_so() {
    assertThatThrownBy(() -> assertion(Map.of()))
        .isInstanceOf(NotConfiguredException.class)
        .hasMessage(
            "assertion=github works only in a GitHub Actions job with the permission id-token:"
                + " write; not set: ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_TOKEN");
    Map<String, String> half = job();
    half.remove("ACTIONS_ID_TOKEN_REQUEST_TOKEN");
    assertThatThrownBy(() -> assertion(half))
        .isInstanceOf(NotConfiguredException.class)
        .hasMessageEndingWith("not set: ACTIONS_ID_TOKEN_REQUEST_TOKEN");
    assertThat(github.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://pipelines.actions.githubusercontent.com/idtoken?x=1",
        "http://10.0.0.1/idtoken",
        "http://169.254.169.254/idtoken",
        "http://metadata.google.internal/idtoken",
        "http://127.0.0.1.evil.example/idtoken",
        "http://localhost.evil.example/idtoken",
        "https://user@evil.example/idtoken",
        "https://evil.example/idtoken#",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "//evil.example/idtoken",
        "idtoken",
        "https:///idtoken",
        "https://evil.example/a b",
        "https://evil.example/a\r\nHost: x",
      })
  void the_request_token_goes_over_https_or_stays_on_this_machine(String address) {
    Map<String, String> job = job();
    job.put("ACTIONS_ID_TOKEN_REQUEST_URL", address);
    Throwable failure = catchThrowable(() -> assertion(job));
    assertThat(failure)
        .isInstanceOf(WrongSettingException.class)
        .hasMessageContaining("ACTIONS_ID_TOKEN_REQUEST_URL");
    assertThat(AssertionEndpoint.shown(failure)).doesNotContain(REQUEST_TOKEN);
  }

  @Test
  void a_redirect_is_not_followed() {
    try (AssertionEndpoint elsewhere =
        new AssertionEndpoint(
            request ->
                AssertionEndpoint.json(
                    200, "{\"value\":\"" + SignedJwt.of(AUDIENCE, 600) + "\"}"))) {
      github.headers.put("Location", elsewhere.url() + "/");
      github.behave(request -> AssertionEndpoint.text(302, ""));
      assertThatThrownBy(() -> assertion(job()))
          .isInstanceOf(AssertionException.class)
          .hasMessageContaining("HTTP 302");
      assertThat(elsewhere.requests).isEmpty();
    }
  }

  @Test
  void plain_http_on_this_machine_goes_past_the_proxy() {
    try (AssertionEndpoint proxy =
        new AssertionEndpoint(request -> AssertionEndpoint.text(200, "proxy"))) {
      Map<String, String> proxies = Map.of("HTTPS_PROXY", proxy.url(), "HTTP_PROXY", proxy.url());
      new GitHubAssertion(
              AssertionEndpoint.variables(job()), AUDIENCE, AssertionEndpoint.exchange(proxies))
          .assertion();
      assertThat(proxy.requests).isEmpty();
      assertThat(github.requests).hasSize(1);
    }
  }

  @Test
  void a_request_token_with_a_line_break_is_not_sent() {
    Map<String, String> job = job();
    job.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "secret-of-the-job\r\nX-Other: 1");
    Throwable failure = catchThrowable(() -> assertion(job));
    assertThat(failure).isInstanceOf(WrongSettingException.class);
    assertThat(AssertionEndpoint.shown(failure)).doesNotContain("secret-of-the-job");
    assertThat(github.requests).isEmpty();
  }

  @Test
  void a_refusal_shows_nothing_of_the_answer() {
    github.behave(
        request -> AssertionEndpoint.json(403, "{\"message\":\"" + REQUEST_TOKEN + "\"}"));
    Throwable failure = catchThrowable(() -> assertion(job()));
    assertThat(failure)
        .isInstanceOf(AssertionException.class)
        .hasMessage(
            "GitHub Actions refused the request token (HTTP 403, application/json, 56 bytes): it is"
                + " valid only in its own job, while the job runs");
    assertThat(((AssertionException) failure).status()).isEqualTo(403);
    assertThat(github.requests).hasSize(1);
  }

  @Test
  void a_service_that_is_overloaded_is_asked_again() {
    AtomicInteger asked = new AtomicInteger();
    String token = SignedJwt.of(AUDIENCE, 600);
    github.behave(
        request ->
            asked.incrementAndGet() < 3
                ? AssertionEndpoint.text(503, "busy")
                : AssertionEndpoint.json(200, "{\"value\":\"" + token + "\"}"));
    assertThat(assertion(job())).isEqualTo(token);
    assertThat(asked).hasValue(3);

    github.behave(request -> AssertionEndpoint.text(500, "busy"));
    assertThatThrownBy(() -> assertion(job()))
        .isInstanceOf(AssertionException.class)
        .hasMessageContaining("HTTP 500, text/plain, 4 bytes");
  }

  @Test
  void the_request_token_and_the_assertion_are_known_secrets() {
    String token = assertion(job());
    String signature = token.substring(token.lastIndexOf('.') + 1);
    assertThat(SafeText.line("x " + REQUEST_TOKEN.substring(4, 30) + " y"))
        .doesNotContain(REQUEST_TOKEN.substring(6, 28));
    assertThat(SafeText.line("x " + signature.substring(10, 40) + " y"))
        .doesNotContain(signature.substring(12, 38));
  }
}
