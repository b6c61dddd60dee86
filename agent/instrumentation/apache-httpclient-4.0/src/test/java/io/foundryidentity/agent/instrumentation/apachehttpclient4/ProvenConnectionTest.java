package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.SocksProxy;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The settings of this client by which a connection leads elsewhere than its request says. */
class ProvenConnectionTest {

  private final TestNetwork network = TestNetwork.fresh();

  @BeforeEach
  void instrument() {
    InstrumentedJvm.instrument(new ApacheHttpClient4Instrumentation());
  }

  @SuppressWarnings("deprecation") // the way of 4.3, which the newest still has
  @Test
  void a_socket_factory_that_asks_for_another_server_brings_no_token() throws Exception {
    SSLConnectionSocketFactory hinted =
        new SSLConnectionSocketFactory(
            network.trustWithoutNames(), SSLConnectionSocketFactory.ALLOW_ALL_HOSTNAME_VERIFIER) {
          @Override
          protected void prepareSocket(SSLSocket socket) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(CertificateAuthority.IMPOSTOR)));
            socket.setSSLParameters(parameters);
          }
        };
    assertThat(send(BuiltClient.pooling(hinted), TestRequest.get(network.impostor("/echo"))))
        .isEqualTo(200);
    assertNoToken(network.impostor().requests());
    assertUnproven(CertificateAuthority.IMPOSTOR);
  }

  @Test
  void a_socket_factory_whose_sockets_use_socks_brings_no_token_over_plain_http() throws Exception {
    try (SocksProxy socks = new SocksProxy()) {
      Proxy proxy =
          new Proxy(
              Proxy.Type.SOCKS,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), socks.port()));
      PlainConnectionSocketFactory proxied =
          new PlainConnectionSocketFactory() {
            @Override
            public Socket createSocket(HttpContext context) {
              return new Socket(proxy);
            }
          };
      assertThat(send(over("http", proxied), TestRequest.get(network.plainTarget("/echo"))))
          .isEqualTo(401);
      assertThat(socks.connections()).isPositive();
    }
    assertUnproven("leads to another address");
  }

  @Test
  void a_proxy_that_forwards_plain_http_is_told_of() throws Exception {
    TestRequest request =
        TestRequest.get(network.plainTarget("/echo")).through(network.proxyAddress());
    assertThat(send(BuiltClient.pooling(network.trust()), request)).isEqualTo(401);
    assertNoToken(network.foundry().requests());
    assertUnproven("leads to another address");
  }

  @Test
  void an_https_without_tls_is_told_of() throws Exception {
    HttpClientBuilder plain = over("https", PlainConnectionSocketFactory.getSocketFactory());
    String uri = "https://localhost:" + network.foundry().plainPort() + "/echo";
    assertThat(send(plain, TestRequest.get(URI.create(uri)))).isEqualTo(401);
    assertNoToken(network.foundry().requests());
    assertUnproven("does not use TLS");
  }

  private static HttpClientBuilder over(String scheme, ConnectionSocketFactory sockets) {
    return HttpClients.custom()
        .setConnectionManager(
            new PoolingHttpClientConnectionManager(
                RegistryBuilder.<ConnectionSocketFactory>create()
                    .register(scheme, sockets)
                    .build()));
  }

  private static int send(HttpClientBuilder builder, TestRequest request) throws Exception {
    try (BuiltClient client = new BuiltClient(builder);
        TestResponse response = client.send(request)) {
      response.text();
      return response.status();
    }
  }

  private static void assertNoToken(List<ReceivedRequest> requests) {
    assertThat(requests).hasSize(1);
    assertThat(requests).noneMatch(request -> request.headers().anyValueContains("Bearer eyJ"));
  }

  private void assertUnproven(String reason) {
    assertThat(network.authorizer().unproven()).hasSize(1).allMatch(told -> told.contains(reason));
  }
}
