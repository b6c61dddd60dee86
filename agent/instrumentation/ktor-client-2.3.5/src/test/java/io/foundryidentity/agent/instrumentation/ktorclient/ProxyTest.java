package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.ReceivedRequest;
import io.ktor.client.HttpClient;
import java.net.Proxy;
import org.junit.jupiter.api.Test;

/** The cases with a proxy. */
class ProxyTest extends SignedFoundry {

  @Test
  void plain_http_through_a_proxy_is_never_authorized() throws Exception {
    status(proxied(false), get(network().plainTarget("/echo")));
    assertThat(network().proxy().requests()).hasSize(1);
    assertAsWritten(network().proxy().requests().get(0));
    assertAsWritten(network().foundry().requests().get(0));
  }

  @Test
  void what_goes_through_a_tunnel_is_signed() throws Exception {
    status(proxied(false), get(network().target("/echo")));
    assertThat(network().proxy().requests())
        .extracting(ReceivedRequest::method)
        .containsExactly("CONNECT");
    assertThat(network().proxy().requests().get(0).headers().contains("authorization")).isFalse();
    assertSigned(network().foundry().requests().get(0));
  }

  @Test
  void a_pipeline_behind_a_proxy_may_lead_to_another_host_and_is_not_signed() throws Exception {
    status(proxied(true), post(network().target("/echo")));
    assertAsWritten(network().foundry().requests().get(0));
  }

  private HttpClient proxied(boolean pipelining) {
    return client(
        cio -> {
          cio.setPipelining(pipelining);
          cio.setProxy(new Proxy(Proxy.Type.HTTP, network().proxyAddress()));
        });
  }
}
