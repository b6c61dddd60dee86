package io.foundryidentity.agent.instrumentation.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.ChannelRoute;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which TLS of a pipeline counts, and which server it leads to. */
@SuppressWarnings("FutureReturnValueIgnored") // the result of a write is not checked
class PeerTest {

  private TestNetwork network;
  private TlsWire wire;
  private Http2Client http2;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
    wire = new TlsWire(network.simulator().certificates());
    http2 = new Http2Client(network.trust());
  }

  @AfterEach
  void close() {
    wire.close();
    http2.close();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void a_stranger_is_not_worth_a_word() {
    wire.add(tls("https://stranger.example"), "stranger.example");
    write(HttpMethod.GET, "/first");
    assertThat(signed()).isEmpty();
    assertThat(network.authorizer().unproven()).isEmpty();
  }

  @Test
  void the_certificate_of_the_peer_brings_the_token() {
    wire.add(tls(network.target("/")), "localhost");
    write(HttpMethod.GET, "/first");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void another_certificate_than_the_peers_brings_none() {
    wire.add(unverifying(network.target("/")), "impostor.example");
    write(HttpMethod.GET, "/first");
    assertThat(sent()).containsExactly("/first");
    assertThat(signed()).isEmpty();
    assertThat(network.authorizer().unproven())
        .containsExactly("the server's certificate is for impostor.example, not for localhost");
  }

  @Test
  void behind_tls_to_a_proxy_the_tls_inside_counts() {
    wire.add(tls("https://proxy.example"), "proxy.example");
    wire.add(tls(network.target("/")), "localhost");
    write(HttpMethod.GET, "/first");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void inside_tls_to_a_target_the_tls_to_a_stranger_counts() {
    wire.add(tls(network.target("/")), "localhost");
    wire.add(tls("https://stranger.example"), "stranger.example");
    write(HttpMethod.GET, "/first");
    assertThat(sent()).containsExactly("/first");
    assertThat(signed()).isEmpty();
  }

  @Test
  void inside_tls_to_a_target_a_stranger_that_calls_itself_the_target_gets_no_token() {
    wire.add(tls(network.target("/")), "localhost");
    wire.add(unverifying(network.target("/")), "stranger.example");
    write(HttpMethod.GET, "/first");
    assertThat(sent()).containsExactly("/first");
    assertThat(signed()).isEmpty();
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_tunnel_that_a_client_makes_by_itself_leads_to_another_peer() {
    wire.add(tls("https://proxy.example"), "proxy.example");
    write(HttpMethod.CONNECT, "localhost:443");
    wire.add(tls(network.target("/")), "localhost");
    write(HttpMethod.GET, "/first");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void a_target_that_makes_a_tunnel_to_a_stranger_is_the_peer_no_more() {
    wire.add(tls(network.target("/")), "localhost");
    write(HttpMethod.GET, "/first");
    write(HttpMethod.CONNECT, "stranger.example:443");
    wire.add(tls("https://stranger.example"), "stranger.example");
    write(HttpMethod.GET, "/second");
    assertThat(signed()).containsExactly("/first");
    assertThat(sent()).contains("/second");
  }

  @Test
  void a_target_that_makes_a_tunnel_without_tls_inside_is_the_peer_no_more() {
    wire.add(tls(network.target("/")), "localhost");
    write(HttpMethod.GET, "/first");
    write(HttpMethod.CONNECT, "stranger.example:80");
    write(HttpMethod.GET, "/second");
    write(HttpMethod.GET, "/third");
    assertThat(sent()).containsExactly("/first", "stranger.example:80", "/second", "/third");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void tls_that_comes_in_without_a_connect_counts_from_then_on() {
    wire.add(tls(network.target("/")), "localhost");
    write(HttpMethod.GET, "/first");
    wire.add(tls("https://stranger.example"), "stranger.example");
    write(HttpMethod.GET, "/second");
    assertThat(sent()).containsExactly("/first", "/second");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void where_the_inner_tls_was_taken_out_the_outer_one_counts() {
    wire.add(tls("https://proxy.example"), "proxy.example");
    wire.add(tls(network.target("/")), "localhost");
    write(HttpMethod.GET, "/first");
    wire.removeInnermost();
    write(HttpMethod.GET, "/second");
    assertThat(sent()).containsExactly("/first", "/second");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void where_all_tls_was_taken_out_there_is_no_peer() {
    wire.add(tls(network.target("/")), "localhost");
    write(HttpMethod.GET, "/first");
    wire.removeInnermost();
    write(HttpMethod.GET, "/second");
    assertThat(sent()).containsExactly("/first", "/second");
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void where_tls_was_not_told_its_peer_the_host_of_the_request_must_be_the_certificates() {
    wire.add(untold(), "localhost");
    write(HttpMethod.GET, "/first");
    // The channel in memory has no port; Host names it
    assertThat(signed()).containsExactly("/first");
  }

  @Test
  void where_tls_was_not_told_its_peer_a_host_that_lies_brings_no_token() {
    wire.add(untold(), "stranger.example");
    write(HttpMethod.GET, "/first");
    assertThat(sent()).containsExactly("/first");
    assertThat(signed()).isEmpty();
    assertThat(network.authorizer().unproven())
        .containsExactly("the server's certificate is for stranger.example, not for localhost");
  }

  @Test
  void where_tls_was_not_told_its_peer_a_connect_brings_no_token() {
    wire.add(untold(), "localhost");
    write(HttpMethod.CONNECT, "stranger.example:443");
    write(HttpMethod.GET, "/first");
    assertThat(sent()).containsExactly("stranger.example:443", "/first");
    assertThat(signed()).isEmpty();
  }

  @Test
  void of_a_strangers_connection_nothing_is_kept_but_its_route() {
    wire.add(tls("https://stranger.example"), "stranger.example");
    write(HttpMethod.GET, "/echo");
    assertThat(keptIn(wire.client())).isFalse();
    assertThat(wire.client().hasAttr(AttributeKey.valueOf(ChannelRoute.NAME))).isTrue();
  }

  @Test
  void of_a_strangers_connection_without_tls_nothing_is_kept() {
    write(HttpMethod.GET, "/echo");
    assertThat(keptIn(wire.client())).isFalse();
    assertThat(wire.client().hasAttr(AttributeKey.valueOf(ChannelRoute.NAME))).isFalse();
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
    assertThat(network.authorizer().unproven()).isEmpty();
  }

  @Test
  void what_is_meant_for_a_target_on_anothers_http2_connection_is_not_signed() throws Exception {
    TestRequest coalesced =
        TestRequest.get(network.otherName("/echo"))
            .with("Host", network.target("/").getAuthority())
            .with("api-key", "placeholder-key");
    assertThat(http2.send(coalesced).status()).isEqualTo(403);
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  private static boolean keptIn(Channel channel) {
    return channel.hasAttr(AttributeKey.valueOf(EventLoopConnection.NAME));
  }

  private SslHandler tls(String uri) {
    return tls(URI.create(uri));
  }

  private SslHandler tls(URI uri) {
    return new SslHandler(Tls.engine(network.trust(), withPort(uri)));
  }

  /** Accepts any name in a certificate that is trusted, as Netty 4.1 does by default. */
  private SslHandler unverifying(URI uri) {
    return new SslHandler(Tls.unverifying(network.trust(), withPort(uri)));
  }

  /** As {@code SslContext.newHandler(allocator)} makes it. */
  private SslHandler untold() {
    SSLEngine engine = network.trust().createSSLEngine();
    engine.setUseClientMode(true);
    return new SslHandler(engine);
  }

  private static URI withPort(URI uri) {
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    return URI.create("https://" + uri.getHost() + ":" + port);
  }

  private void write(HttpMethod method, String target) {
    wire.client().writeAndFlush(request(method, target));
    wire.pump();
  }

  private FullHttpRequest request(HttpMethod method, String target) {
    FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, target);
    request.headers().set("Host", network.target("/").getAuthority());
    return request;
  }

  /** The targets of all requests that the server received. */
  private List<String> sent() {
    List<String> targets = new ArrayList<>();
    for (String head : heads()) {
      targets.add(head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/1.1")));
    }
    return targets;
  }

  /** The targets of those that the server received with the token. */
  private List<String> signed() {
    List<String> targets = new ArrayList<>();
    for (String head : heads()) {
      if (head.contains(network.authorizer().values().get(0))) {
        targets.add(head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/1.1")));
      }
    }
    return targets;
  }

  private String[] heads() {
    String received = wire.received();
    return received.isEmpty() ? new String[0] : received.split("\r\n\r\n");
  }
}
