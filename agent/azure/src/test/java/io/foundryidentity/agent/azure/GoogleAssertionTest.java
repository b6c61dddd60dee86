package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.identity.CredentialUnavailableException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GoogleAssertionTest {

  private static final String AUDIENCE = "api://AzureADTokenExchange";
  private static final String TOKEN = SignedJwt.of(AUDIENCE, 3600);

  private final AssertionEndpoint google =
      new AssertionEndpoint(
          request ->
              request.header("Metadata-Flavor").equals("Google")
                  ? AssertionEndpoint.text(200, TOKEN)
                  : AssertionEndpoint.text(403, "Missing Metadata-Flavor:Google header."));

  @BeforeEach
  void start() {
    google.headers.put("Metadata-Flavor", "Google");
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private static String assertion(String host) {
    return new GoogleAssertion(
            AssertionEndpoint.variables(Map.of("GCE_METADATA_HOST", host)),
            AUDIENCE,
            AssertionEndpoint.exchange())
        .assertion();
  }

  @Test
  void the_token_of_the_default_service_account_is_asked_for_in_full() {
    assertThat(assertion(google.authority())).isEqualTo(TOKEN);
    assertThat(google.requests).hasSize(1);
    AssertionEndpoint.Received request = google.requests.get(0);
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path())
        .isEqualTo(
            "/computeMetadata/v1/instance/service-accounts/default/identity"
                + "?audience=api%3A%2F%2FAzureADTokenExchange&format=full");
    assertThat(request.header("Metadata-Flavor")).isEqualTo("Google");
    assertThat(request.header("Authorization")).isEmpty();
  }

  @Test
  void a_line_break_behind_the_token_is_not_part_of_it() {
    google.behave(request -> AssertionEndpoint.text(200, TOKEN + "\n"));
    assertThat(assertion(google.authority())).isEqualTo(TOKEN);
  }

  @Test
  void an_answer_without_the_header_is_not_googles() {
    google.headers.clear();
    assertThatThrownBy(() -> assertion(google.authority()))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessageStartingWith(
            "assertion=google works only on Google Cloud: something else answers at 127.0.0.1,"
                + " without the header Metadata-Flavor: Google (HTTP 200, text/plain, ");
  }

  @Test
  void a_redirect_of_a_portal_is_not_googles_either() {
    google.headers.clear();
    google.headers.put("Location", google.url() + "/login");
    google.behave(request -> AssertionEndpoint.text(302, ""));
    assertThatThrownBy(() -> assertion(google.authority()))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessageContaining("HTTP 302");
    assertThat(google.requests).hasSize(1);
  }

  @Test
  void elsewhere_it_is_not_available() {
    assertThatThrownBy(() -> assertion("127.0.0.1:" + ChildJvm.closedPort()))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessageStartingWith(
            "assertion=google works only on Google Cloud: its metadata server does not answer"
                + " (127.0.0.1: ");
  }

  @Test
  void a_machine_without_a_service_account_is_told_so() {
    google.behave(request -> AssertionEndpoint.text(404, "not found"));
    assertThatThrownBy(() -> assertion(google.authority()))
        .isInstanceOf(AssertionException.class)
        .hasMessageContaining("attach a service account");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "10.0.0.1:80",
        "metadata.google.internal.evil.example",
        "metadata.google.internal@evil.example",
        "169.254.169.254.evil.example",
        "127.0.0.1/x?",
        "127.0.0.1#",
        "http://127.0.0.1",
        "[2001:db8::1]",
        "127.0.0.1:x",
        " ",
      })
  void only_a_metadata_server_or_this_machine_is_asked(String host) {
    assertThatThrownBy(() -> assertion(host))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageContaining("GCE_METADATA_HOST");
  }
}
