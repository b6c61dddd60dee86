package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.agent.instrumentation.testing.SocksProxy;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of this client by which a connection leads elsewhere than its request says. */
@SuppressWarnings("deprecation") // the ways of 5.0, which the newest still has
class ProvenConnectionTest extends SignedNetwork {

  private static final int WITHOUT_TOKEN = 401;

  @Test
  void a_socks_proxy_of_the_sockets_gets_no_token_over_plain_http() throws Exception {
    assumeFalse(Trust.isOldest(), "5.0 has no SOCKS for sockets");
    try (SocksProxy socks = new SocksProxy();
        TestedClassic client = new TestedClassic(throughSockets(socks))) {
      assertThat(send(client, network().plainTarget("/echo"))).isEqualTo(WITHOUT_TOKEN);
      assertThat(socks.connections()).isPositive();
    }
    assertUnproven("leads to another address");
  }

  @Test
  void a_socks_proxy_of_the_channels_gets_no_token_over_plain_http() throws Exception {
    try (SocksProxy socks = new SocksProxy();
        CloseableHttpAsyncClient client = throughChannels(socks)) {
      assertThat(send(client, network().plainTarget("/echo"))).isEqualTo(WITHOUT_TOKEN);
      assertThat(socks.connections()).isPositive();
    }
    assertUnproven("leads to another address");
  }

  @Test
  void behind_a_socks_proxy_the_targets_certificate_brings_the_token() throws Exception {
    assumeFalse(Trust.isOldest(), "5.0 has no SOCKS for sockets");
    try (SocksProxy socks = new SocksProxy();
        TestedClassic client = new TestedClassic(throughSockets(socks));
        CloseableHttpAsyncClient channels = throughChannels(socks)) {
      assertThat(send(client, network().target("/echo"))).isEqualTo(200);
      assertThat(send(channels, network().target("/echo"))).isEqualTo(200);
      assertThat(socks.connections()).isGreaterThan(1);
    }
    assertThat(network().authorizer().unproven()).isEmpty();
  }

  @Test
  void a_proxy_that_forwards_plain_http_is_told_of() throws Exception {
    InetSocketAddress proxy = network().proxyAddress();
    try (TestedClassic client = new TestedClassic(null);
        TestedAsync async = TestedAsync.of(HttpVersionPolicy.FORCE_HTTP_1, null)) {
      TestRequest request = TestRequest.get(network().plainTarget("/echo")).through(proxy);
      assertThat(send(client, request)).isEqualTo(WITHOUT_TOKEN);
      assertUnproven("leads to another address");
      assertThat(send(async, request)).isEqualTo(WITHOUT_TOKEN);
    }
    assertThat(network().authorizer().unproven()).hasSize(2);
  }

  @Test
  void a_socket_factory_that_asks_for_another_server_brings_no_token() throws Exception {
    SSLSocketFactory hinted =
        HintedSockets.askingFor(
            network().trustWithoutNames().getSocketFactory(), CertificateAuthority.IMPOSTOR);
    try (TestedClassic client = new TestedClassic(over(hinted))) {
      assertThat(send(client, network().impostor("/echo"))).isEqualTo(200);
    }
    assertNoTokenAtImpostor();
  }

  @Test
  void a_tls_strategy_that_asks_for_another_server_brings_no_token() throws Exception {
    OwnTls hinted = OwnTls.askingForAnother(network().trust(), "http/1.1");
    try (TestedAsync client = TestedAsync.of(HttpVersionPolicy.FORCE_HTTP_1, channels(hinted))) {
      assertThat(send(client, network().impostor("/echo"))).isEqualTo(200);
    }
    assertNoTokenAtImpostor();
  }

  @Test
  void a_session_with_another_peer_is_for_the_host_that_its_socket_was_opened_for()
      throws Exception {
    SSLSocketFactory other =
        HintedSockets.ofPeer(network().trust().getSocketFactory(), "127.0.0.1");
    try (TestedClassic client = new TestedClassic(over(other))) {
      assertThat(send(client, network().target("/echo"))).isEqualTo(200);
      assertThat(send(client, network().otherName("/echo"))).isEqualTo(WITHOUT_TOKEN);
    }
  }

  @Test
  void a_session_without_a_peer_is_for_the_endpoint_of_its_connection() throws Exception {
    OwnTls peerless = OwnTls.withoutPeer(network().trust(), "http/1.1");
    try (TestedAsync client = TestedAsync.of(HttpVersionPolicy.FORCE_HTTP_1, channels(peerless))) {
      assertThat(send(client, network().target("/echo"))).isEqualTo(200);
      assertThat(send(client, network().otherName("/echo"))).isEqualTo(WITHOUT_TOKEN);
    }
  }

  @Test
  void over_http2_too() throws Exception {
    OwnTls peerless = OwnTls.withoutPeer(network().trust(), "h2");
    try (TestedAsync client = TestedAsync.multiplexing(peerless)) {
      assertThat(send(client, network().target("/echo"))).isEqualTo(200);
      assertThat(send(client, network().otherName("/echo"))).isEqualTo(WITHOUT_TOKEN);
    }
    assertThat(network().foundry().requests().get(0).version()).isEqualTo("HTTP/2");
  }

  @Test
  void of_an_http2_request_without_a_proof_no_token_is_remembered() throws Exception {
    try (TestedAsync client =
        TestedAsync.multiplexing(Nameless.strategy(network().trustWithoutNames()))) {
      assertThat(send(client, network().impostor("/echo"))).isEqualTo(200);
    }
    assertNoTokenAtImpostor();
    assertThat(network().authorizer().questions()).noneMatch(q -> q.what().equals("present"));
  }

  @Test
  void a_session_without_a_peer_is_for_the_end_of_its_tunnel() throws Exception {
    assumeFalse(Trust.isOldest(), "5.0 writes before TLS has verified the tunnel's end");
    OwnTls peerless = OwnTls.withoutPeer(network().trust(), "http/1.1");
    InetSocketAddress proxy = network().proxyAddress();
    try (TestedAsync client = TestedAsync.of(HttpVersionPolicy.FORCE_HTTP_1, channels(peerless))) {
      TestRequest request = TestRequest.get(network().target("/echo")).through(proxy);
      assertThat(send(client, request)).isEqualTo(200);
    }
    assertThat(network().authorizer().unproven()).isEmpty();
  }

  @Test
  void a_request_that_5_0_writes_before_its_tunnel_has_tls_is_told_of() throws Exception {
    assumeTrue(Trust.isOldest(), "later versions wait for the handshake");
    try (TestedAsync client = TestedAsync.of(HttpVersionPolicy.FORCE_HTTP_1, null)) {
      TestRequest request =
          TestRequest.get(network().target("/echo")).through(network().proxyAddress());
      assertThat(send(client, request)).isEqualTo(WITHOUT_TOKEN);
    }
    assertUnproven("cannot see the TLS session");
  }

  @Test
  void an_https_without_tls_gets_no_token() throws Exception {
    URI plain = URI.create("https://localhost:" + network().foundry().plainPort() + "/echo");
    PoolingAsyncClientConnectionManager withoutTls =
        new PoolingAsyncClientConnectionManager(
            RegistryBuilder.<TlsStrategy>create()
                .register(URIScheme.HTTPS.id, (a, b, c, d, e, f) -> false)
                .build());
    try (TestedAsync client = TestedAsync.of(HttpVersionPolicy.FORCE_HTTP_1, withoutTls)) {
      assertThat(send(client, plain)).isEqualTo(WITHOUT_TOKEN);
    }
    assertUnproven("does not use TLS");
  }

  @Test
  void a_unix_socket_gets_no_token_over_plain_http(@TempDir Path folder) throws Exception {
    RequestConfig.Builder config = RequestConfig.custom();
    Path path = folder.resolve("s");
    assumeTrue(Trust.useUnixSocket(config, path), "from 5.6 on");
    try (UnixRelay ignored = new UnixRelay(path, network().foundry().plainPort());
        CloseableHttpClient client =
            HttpClients.custom().setDefaultRequestConfig(config.build()).build();
        CloseableHttpAsyncClient async =
            HttpAsyncClients.custom().setDefaultRequestConfig(config.build()).build()) {
      HttpHost host = HttpHost.create(network().plainTarget("").toString());
      int status = client.execute(host, new HttpGet("/echo"), response -> response.getCode());
      assertThat(status).isEqualTo(WITHOUT_TOKEN);
      assertUnproven("");
      async.start();
      assertThat(send(async, network().plainTarget("/echo"))).isEqualTo(WITHOUT_TOKEN);
    }
    assertThat(network().authorizer().unproven()).hasSize(2);
  }

  private static HttpClientConnectionManager throughSockets(SocksProxy socks) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDefaultSocketConfig(SocketConfig.custom().setSocksProxyAddress(at(socks)).build())
        .build();
  }

  private static CloseableHttpAsyncClient throughChannels(SocksProxy socks) {
    CloseableHttpAsyncClient client =
        HttpAsyncClients.custom()
            .setIOReactorConfig(IOReactorConfig.custom().setSocksProxyAddress(at(socks)).build())
            .build();
    client.start();
    return client;
  }

  private static InetSocketAddress at(SocksProxy socks) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socks.port());
  }

  private static HttpClientConnectionManager over(SSLSocketFactory factory) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setSSLSocketFactory(new SSLConnectionSocketFactory(factory, NoopHostnameVerifier.INSTANCE))
        .build();
  }

  private static PoolingAsyncClientConnectionManager channels(TlsStrategy tls) {
    return PoolingAsyncClientConnectionManagerBuilder.create().setTlsStrategy(tls).build();
  }

  private static int send(TestedClient client, URI uri) throws Exception {
    return send(client, TestRequest.get(uri));
  }

  private static int send(TestedClient client, TestRequest request) throws Exception {
    try (TestResponse response = client.send(request)) {
      response.text();
      return response.status();
    }
  }

  private static int send(CloseableHttpAsyncClient client, URI uri)
      throws IOException, InterruptedException {
    StreamedResponse response = new StreamedResponse();
    client.execute(
        new BasicRequestProducer(new BasicHttpRequest("GET", uri), null), response, response);
    return response.status();
  }

  private void assertUnproven(String reason) {
    assertThat(network().authorizer().unproven())
        .hasSize(1)
        .allMatch(told -> told.contains(reason));
  }

  private void assertNoTokenAtImpostor() {
    List<ReceivedRequest> requests = network().impostor().requests();
    assertThat(requests).hasSize(1);
    assertThat(requests).noneMatch(request -> request.headers().anyValueContains("Bearer eyJ"));
    assertUnproven(CertificateAuthority.IMPOSTOR);
  }
}
