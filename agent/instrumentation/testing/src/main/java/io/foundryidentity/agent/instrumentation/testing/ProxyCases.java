package io.foundryidentity.agent.instrumentation.testing;

import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.FOLLOW_REDIRECTS;
import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.USE_PROXY;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** A proxy never reads a token. */
interface ProxyCases extends ConformanceCases {

  @Test
  default void a_tunnelled_request_is_authorized_and_its_connect_is_not() throws Exception {
    needs(USE_PROXY);
    assertThat(through(network().target("/echo"))).isEqualTo(200);
    assertThat(atProxy()).extracting(ReceivedRequest::method).containsOnly("CONNECT");
    assertNoToken(atProxy());
    assertThat(atFoundry()).hasSize(1);
    assertSigned(atFoundry().get(0));
  }

  @Test
  default void a_stranger_behind_a_tunnel_gets_no_token() throws Exception {
    needs(USE_PROXY);
    assertThat(through(network().stranger("/echo"))).isEqualTo(200);
    assertNoToken(atProxy());
    assertNoToken(atStranger());
  }

  @Test
  default void plain_http_through_a_proxy_is_never_authorized() throws Exception {
    needs(USE_PROXY);
    assertThat(through(network().plainTarget("/echo"))).isEqualTo(401);
    assertThat(atProxy()).hasSize(1);
    assertNoToken(atProxy());
    assertNoToken(atFoundry());
  }

  @Test
  default void plain_http_through_a_proxy_keeps_what_the_application_wrote() throws Exception {
    needs(USE_PROXY);
    TestRequest request =
        TestRequest.get(network().plainTarget("/echo"))
            .with("Authorization", "Bearer placeholder")
            .with("api-key", "placeholder-key");
    status(request.through(network().proxyAddress()));
    assertThat(atProxy()).hasSize(1);
    assertThat(atProxy().get(0).headers().all("authorization"))
        .containsExactly("Bearer placeholder");
    assertThat(atProxy().get(0).headers().all("api-key")).containsExactly("placeholder-key");
  }

  /**
   * The case above for a client that tunnels plain http too: here the target shows what was
   * written.
   */
  default void assertPlainHttpInATunnelIsAsWritten() throws Exception {
    TestRequest request =
        TestRequest.get(network().plainTarget("/echo"))
            .with("Authorization", "Bearer placeholder")
            .with("api-key", "placeholder-key");
    status(request.through(network().proxyAddress()));
    assertThat(atProxy()).extracting(ReceivedRequest::method).containsExactly("CONNECT");
    assertThat(atFoundry()).hasSize(1);
    assertThat(atFoundry().get(0).headers().all("authorization"))
        .containsExactly("Bearer placeholder");
    assertThat(atFoundry().get(0).headers().all("api-key")).containsExactly("placeholder-key");
  }

  @Test
  default void after_a_direct_request_the_same_through_a_proxy_is_not_authorized()
      throws Exception {
    needs(USE_PROXY);
    assertThat(status(TestRequest.get(network().plainTarget("/echo")))).isEqualTo(200);
    assertThat(through(network().plainTarget("/echo"))).isEqualTo(401);
    assertNoToken(atProxy());
    assertThat(atFoundry()).hasSize(2);
    assertSigned(atFoundry().get(0));
    assertNoToken(atFoundry().get(1));
  }

  @Test
  default void a_redirect_behind_a_tunnel_loses_the_token_at_a_stranger() throws Exception {
    needs(USE_PROXY, FOLLOW_REDIRECTS);
    URI uri = network().target(TestNetwork.redirect(307, network().stranger("/echo")));
    TestRequest request = TestRequest.get(uri).followingRedirects();
    assertThat(status(request.through(network().proxyAddress()))).isEqualTo(200);
    assertThat(atProxy()).extracting(ReceivedRequest::method).containsOnly("CONNECT");
    assertNoToken(atProxy());
    assertSigned(atFoundry().get(0));
    assertNoToken(atStranger());
  }

  private int through(URI uri) throws Exception {
    return status(TestRequest.get(uri).through(network().proxyAddress()));
  }
}
