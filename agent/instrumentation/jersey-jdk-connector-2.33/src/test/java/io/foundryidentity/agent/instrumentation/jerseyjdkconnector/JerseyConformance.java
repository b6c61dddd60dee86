package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import java.io.IOException;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/**
 * The cases that this client meets in its own way: it tunnels everything through a proxy, also
 * plain http, and opens no tunnel to an address literal. It takes {@code 127.0.0.1:80} for a URI,
 * which fails on an I/O thread, and the call ends with the time for its connection.
 */
abstract class JerseyConformance extends HttpClientConformance {

  private final boolean async;

  JerseyConformance(boolean async) {
    this.async = async;
  }

  @Override
  protected TestedJersey client(SSLContext trust) {
    return new TestedJersey(trust, async);
  }

  @Override
  protected TestedJersey clientWithoutNameCheck(SSLContext trust) {
    return client(trust).withoutNameCheck();
  }

  @Override
  protected TestedJersey impatientClient(SSLContext trust) {
    return client(trust).impatient();
  }

  @Test
  @Override
  public void a_stranger_behind_a_tunnel_gets_no_token() throws Exception {
    assertThat(status(tunnelled(network().otherPort("/echo")))).isEqualTo(200);
    assertThat(atProxy()).isNotEmpty();
    assertNoToken(atProxy());
    assertThat(atStranger()).hasSize(1);
    assertNoToken(atStranger());
  }

  @Test
  @Override
  public void a_redirect_behind_a_tunnel_loses_the_token_at_a_stranger() throws Exception {
    URI uri = network().target(TestNetwork.redirect(307, network().otherPort("/echo")));
    assertThat(status(tunnelled(uri).followingRedirects())).isEqualTo(200);
    assertThat(atProxy()).extracting(request -> request.method()).containsOnly("CONNECT");
    assertNoToken(atProxy());
    assertSigned(atFoundry().get(0));
    assertThat(atStranger()).hasSize(1);
    assertNoToken(atStranger());
  }

  @Test
  @Override
  public void plain_http_through_a_proxy_is_never_authorized() throws Exception {
    assertNoTunnel(TestRequest.get(network().plainTarget("/echo")));
    assertThat(atFoundry()).isEmpty();
    assertThat(status(tunnelled(network().targetWithoutTls("/echo")))).isEqualTo(401);
    assertNoToken(atProxy());
    assertNoToken(atFoundry());
  }

  @Test
  @Override
  public void plain_http_through_a_proxy_keeps_what_the_application_wrote() throws Exception {
    TestRequest request =
        tunnelled(network().targetWithoutTls("/echo"))
            .with("Authorization", "Bearer placeholder")
            .with("api-key", "placeholder-key");
    status(request);
    assertThat(atProxy()).extracting(received -> received.method()).containsExactly("CONNECT");
    assertThat(atFoundry()).hasSize(1);
    assertThat(atFoundry().get(0).headers().all("authorization"))
        .containsExactly("Bearer placeholder");
    assertThat(atFoundry().get(0).headers().all("api-key")).containsExactly("placeholder-key");
  }

  @Test
  @Override
  public void after_a_direct_request_the_same_through_a_proxy_is_not_authorized() throws Exception {
    TestRequest request = TestRequest.get(network().plainTarget("/echo"));
    assertThat(status(request)).isEqualTo(200);
    assertNoTunnel(request);
    assertThat(atFoundry()).hasSize(1);
    assertSigned(atFoundry().get(0));
  }

  private void assertNoTunnel(TestRequest request) {
    assertThatThrownBy(() -> impatient().send(request.through(network().proxyAddress())))
        .isInstanceOf(IOException.class);
    assertThat(atProxy()).isEmpty();
  }

  private TestRequest tunnelled(URI uri) {
    return TestRequest.get(uri).through(network().proxyAddress());
  }
}
