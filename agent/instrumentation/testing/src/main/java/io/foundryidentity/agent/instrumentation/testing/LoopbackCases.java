package io.foundryidentity.agent.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without TLS the socket decides: it must lead to this machine, with no proxy between. */
interface LoopbackCases extends ConformanceCases {

  @Test
  default void a_socks_proxy_of_the_jvm_gets_no_token_over_plain_http() throws Exception {
    try (SocksProxy socks = new SocksProxy().forEverySocket()) {
      assertNoTokenThrough(socks);
    }
  }

  @Test
  default void a_socks_proxy_that_only_sockets_use_gets_no_token_over_plain_http()
      throws Exception {
    ProxySelector before = ProxySelector.getDefault();
    try (SocksProxy socks = new SocksProxy()) {
      ProxySelector.setDefault(
          new SocketsOnly(new InetSocketAddress(InetAddress.getLoopbackAddress(), socks.port())));
      assertNoTokenThrough(socks);
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  /** A client of channels connects directly, whatever these settings say: its request is fine. */
  private void assertNoTokenThrough(SocksProxy socks) throws Exception {
    int status = status(TestRequest.get(network().plainTarget("/echo")));
    assertThat(atFoundry()).hasSize(1);
    if (socks.connections() > 0) {
      assertThat(status).isEqualTo(401);
      assertNoToken(atFoundry());
      assertThat(network().authorizer().unproven()).hasSize(1);
    } else {
      assertThat(status).isEqualTo(200);
      assertSigned(atFoundry().get(0));
    }
  }

  /** Answers for sockets alone, so that an HTTP client sees no proxy in its own question. */
  final class SocketsOnly extends ProxySelector {

    private final Proxy proxy;

    SocketsOnly(InetSocketAddress address) {
      proxy = new Proxy(Proxy.Type.SOCKS, address);
    }

    @Override
    public List<Proxy> select(URI uri) {
      return List.of("socket".equals(uri.getScheme()) ? proxy : Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // The client reports it
    }
  }
}
