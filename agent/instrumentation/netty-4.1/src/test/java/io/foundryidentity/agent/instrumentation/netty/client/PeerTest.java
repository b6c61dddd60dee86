package io.foundryidentity.agent.instrumentation.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.ConnectionPeer;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom TLS verifies, and what it says in vain. */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a write is not looked at
class PeerTest {

  private TestNetwork network;
  private EmbeddedChannel channel;
  private Http2Client http2;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
    http2 = new Http2Client(network.trust());
  }

  @AfterEach
  void close() {
    if (channel != null) {
      channel.close();
    }
    http2.close();
  }

  @Test
  void an_engine_that_compares_no_name_gets_no_token_and_the_log_says_why() throws Exception {
    TestRequest request =
        TestRequest.get(network.target("/echo")).with("api-key", "placeholder-key");
    try (Http1Client client = new Unverifying(network.trust())) {
      assertThat(client.send(request).status()).isEqualTo(403);
    }
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
    assertThat(network.foundry().requests().get(0).header("api-key")).isEqualTo("placeholder-key");
    assertThat(network.authorizer().failures()).hasSize(1);
    assertThat(network.authorizer().failures().get(0))
        .hasMessageContaining("localhost")
        .hasMessageContaining("endpoint identification algorithm");
  }

  @Test
  void a_stranger_that_is_not_verified_is_not_worth_a_word() {
    SSLEngine engine = network.trust().createSSLEngine("stranger.example", 443);
    engine.setUseClientMode(true);
    channel = new EmbeddedChannel(new SslHandler(engine), new HttpClientCodec());
    write(HttpMethod.GET, "/first");
    assertThat(signed()).isEmpty();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void an_engine_that_asks_for_a_server_of_another_name_gets_no_token() {
    SSLEngine engine = Tls.engine(network.trust(), network.target("/"));
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName("stranger.example")));
    engine.setSSLParameters(parameters);
    channel = channel(new SslHandler(engine));
    write(HttpMethod.GET, "/first");
    assertThat(keptIn(channel)).isFalse();
    assertThat(network.authorizer().failures()).hasSize(1);
  }

  @Test
  void behind_tls_to_a_proxy_the_tls_inside_counts() {
    channel = channel(tls("https://proxy.example"), tls(network.target("/")));
    write(HttpMethod.GET, "/first");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void inside_tls_to_a_target_the_tls_to_a_stranger_counts() {
    channel = channel(tls(network.target("/")), tls("https://stranger.example"));
    write(HttpMethod.GET, "/first");
    assertThat(signed()).isEmpty();
  }

  @Test
  void a_tunnel_that_a_client_makes_by_itself_leads_to_another_peer() {
    channel = channel(tls("https://proxy.example"));
    write(HttpMethod.CONNECT, "localhost:443");
    channel.pipeline().addBefore("codec", null, tls(network.target("/")));
    write(HttpMethod.GET, "/first");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void a_target_that_makes_a_tunnel_to_a_stranger_is_the_peer_no_more() {
    channel = channel(tls(network.target("/")));
    write(HttpMethod.GET, "/first");
    write(HttpMethod.CONNECT, "stranger.example:443");
    channel.pipeline().addBefore("codec", null, tls("https://stranger.example"));
    write(HttpMethod.GET, "/second");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void a_target_that_makes_a_tunnel_without_tls_inside_is_the_peer_no_more() {
    channel = channel(tls(network.target("/")));
    write(HttpMethod.GET, "/first");
    write(HttpMethod.CONNECT, "stranger.example:80");
    write(HttpMethod.GET, "/second");
    write(HttpMethod.GET, "/third");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void where_tls_was_taken_out_there_is_no_peer() {
    ChannelHandler tls = tls(network.target("/"));
    channel = channel(tls);
    write(HttpMethod.GET, "/first");
    channel.pipeline().remove(tls);
    write(HttpMethod.GET, "/second");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void of_a_strangers_connection_nothing_is_kept_but_its_peer() {
    channel = channel(tls("https://stranger.example"));
    write(HttpMethod.GET, "/echo");
    assertThat(keptIn(channel)).isFalse();
    assertThat(channel.hasAttr(AttributeKey.valueOf(ConnectionPeer.NAME))).isTrue();
  }

  @Test
  void of_a_strangers_connection_without_tls_nothing_is_kept() {
    channel = channel();
    write(HttpMethod.GET, "/echo");
    assertThat(keptIn(channel)).isFalse();
    assertThat(channel.hasAttr(AttributeKey.valueOf(ConnectionPeer.NAME))).isFalse();
  }

  @Test
  void of_a_strangers_connection_over_http2_nothing_is_kept() throws Exception {
    URI stranger = network.otherName("/echo");
    http2.send(TestRequest.get(stranger)).close();
    assertThat(keptIn(http2.connection(stranger, null))).isFalse();
  }

  @Test
  void what_is_meant_for_another_on_a_targets_http2_connection_is_not_signed() throws Exception {
    TestRequest coalesced =
        TestRequest.get(network.target("/echo"))
            .with("Host", "stranger.example")
            .with("api-key", "placeholder-key");
    assertThat(http2.send(coalesced).status()).isEqualTo(403);
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
    assertThat(network.foundry().requests().get(0).header("api-key")).isEqualTo("placeholder-key");
    assertThat(http2.send(TestRequest.get(network.target("/echo"))).status()).isEqualTo(200);
  }

  @Test
  void what_is_meant_for_a_target_on_anothers_http2_connection_is_not_signed() throws Exception {
    TestRequest coalesced =
        TestRequest.get(network.otherName("/echo"))
            .with("Host", network.target("/").getAuthority())
            .with("api-key", "placeholder-key");
    assertThat(http2.send(coalesced).status()).isEqualTo(403);
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
  }

  private static boolean keptIn(Channel channel) {
    return channel.hasAttr(AttributeKey.valueOf(EventLoopConnection.NAME));
  }

  private static EmbeddedChannel channel(ChannelHandler... tls) {
    EmbeddedChannel channel = new EmbeddedChannel(tls);
    channel.pipeline().addLast("codec", new HttpClientCodec());
    return channel;
  }

  private SslHandler tls(String uri) {
    return tls(URI.create(uri));
  }

  private SslHandler tls(URI uri) {
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    URI withPort = URI.create("https://" + uri.getHost() + ":" + port);
    return new SslHandler(Tls.engine(network.trust(), withPort));
  }

  private void write(HttpMethod method, String target) {
    FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, target);
    request.headers().set("Host", network.target("/").getAuthority());
    channel.writeAndFlush(request);
    channel.runPendingTasks();
  }

  /** The paths that were asked for in a target's name; each of them gets a token here. */
  private List<String> signed() {
    return network.authorizer().questions().stream()
        .filter(question -> "localhost".equals(question.host()))
        .filter(question -> "https".equals(question.scheme()))
        .map(TestAuthorizer.Question::path)
        .distinct()
        .toList();
  }

  /** Takes any name in a certificate that is trusted, as Netty 4.1 does by default. */
  private static final class Unverifying extends Http1Client {

    Unverifying(SSLContext trust) {
      super(trust);
    }

    @Override
    SSLEngine engine(URI uri) {
      SSLEngine engine = super.engine(uri);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("");
      engine.setSSLParameters(parameters);
      return engine;
    }
  }
}
