package io.foundryidentity.agent.instrumentation.testing;

import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.FOLLOW_REDIRECTS;
import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.USE_PROXY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server's own certificate decides, whatever the client checks. */
interface CertificateCases extends ConformanceCases {

  @Test
  @Tag("certificate")
  default void a_certificate_for_another_name_brings_no_token() throws Exception {
    assertThat(status(nameless(), asWritten())).isEqualTo(200);
    assertThat(atImpostor()).hasSize(1);
    assertAsWritten(atImpostor().get(0));
    assertToldOf(1);
  }

  @Test
  @Tag("certificate")
  default void a_long_first_request_to_another_name_brings_no_token() throws Exception {
    String long3k = "x".repeat(3 * 1024);
    TestRequest request =
        TestRequest.post(network().impostor("/echo?" + long3k), long3k).with("X-Long", long3k);
    assertThat(status(nameless(), request)).isEqualTo(200);
    assertNoToken(atImpostor());
    assertToldOf(1);
  }

  @Test
  @Tag("certificate")
  default void a_kept_connection_to_another_name_brings_no_token() throws Exception {
    assertThat(status(nameless(), asWritten())).isEqualTo(200);
    assertThat(status(nameless(), asWritten())).isEqualTo(200);
    assertThat(atImpostor()).hasSize(2);
    atImpostor().forEach(this::assertAsWritten);
    assertToldOf(2);
  }

  @Test
  @Tag("certificate")
  default void without_a_name_check_the_right_certificate_brings_the_token() throws Exception {
    TestRequest request = TestRequest.get(network().target("/echo"));
    assertThat(status(nameless(), request)).isEqualTo(200);
    assertThat(status(nameless(), request)).isEqualTo(200);
    assertThat(atFoundry()).hasSize(2);
    atFoundry().forEach(this::assertSigned);
    assertToldOf(0);
  }

  @Test
  @Tag("certificate")
  default void between_two_authorized_requests_another_name_sees_no_token() throws Exception {
    TestRequest request = TestRequest.get(network().target("/echo"));
    assertThat(status(nameless(), request)).isEqualTo(200);
    assertThat(status(nameless(), asWritten())).isEqualTo(200);
    assertThat(status(nameless(), request)).isEqualTo(200);
    assertAsWritten(atImpostor().get(0));
    assertThat(atFoundry()).hasSize(2);
    atFoundry().forEach(this::assertSigned);
  }

  @Test
  @Tag("certificate")
  default void another_name_behind_a_tunnel_gets_no_token() throws Exception {
    needs(USE_PROXY);
    TestRequest request = asWritten().through(network().proxyAddress());
    assertThat(status(nameless(), request)).isEqualTo(200);
    assertNoToken(atProxy());
    assertThat(atImpostor()).hasSize(1);
    assertAsWritten(atImpostor().get(0));
  }

  @Test
  @Tag("certificate")
  default void a_redirect_to_another_name_in_the_certificate_loses_the_token() throws Exception {
    needs(FOLLOW_REDIRECTS);
    TestRequest request =
        TestRequest.get(network().target(TestNetwork.redirect(307, network().impostor("/echo"))))
            .followingRedirects();
    assertThat(status(nameless(), request)).isEqualTo(200);
    assertSigned(atFoundry().get(0));
    assertNoToken(atImpostor());
  }

  @Test
  @Tag("certificate")
  default void a_client_that_checks_names_still_refuses_another_name() {
    assumeTrue(tested().checksNames() && TlsProvider.isTheJdks(), "nobody checks names here");
    long begun = System.nanoTime();
    assertThatThrownBy(() -> status(asWritten())).isNotInstanceOf(AssertionError.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("a client that hears of the failure, and does not wait for its own limit")
        .isLessThan(Duration.ofSeconds(10));
    assertThat(atImpostor()).isEmpty();
  }

  @Test
  @Tag("certificate")
  default void with_the_clients_own_checks_another_name_gets_no_token_either() throws Exception {
    try {
      status(asWritten());
    } catch (IOException refused) {
      // By most clients. Others, or their provider of TLS, do not look at names
    }
    atImpostor().forEach(this::assertAsWritten);
  }

  private TestRequest asWritten() {
    return TestRequest.get(network().impostor("/echo"))
        .with("Authorization", "Bearer placeholder")
        .with("API-Key", "placeholder-key");
  }

  private void assertAsWritten(ReceivedRequest request) {
    assertThat(request.headers().all("authorization")).containsExactly("Bearer placeholder");
    assertThat(request.headers().all("api-key")).containsExactly("placeholder-key");
  }

  private void assertToldOf(int requests) {
    assertThat(network().authorizer().unproven())
        .hasSize(requests)
        .allMatch(reason -> reason.contains(CertificateAuthority.IMPOSTOR));
  }
}
