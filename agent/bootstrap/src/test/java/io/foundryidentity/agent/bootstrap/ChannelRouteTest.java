package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.shaded.io.netty.channel.socket.NioSocketChannel;
import io.foundryidentity.agent.bootstrap.shaded.io.netty.channel.socket.oio.OioSocketChannel;
import io.foundryidentity.agent.bootstrap.shaded.io.netty.handler.proxy.Socks5ProxyHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which TLS counts, and which target a request is meant for. */
class ChannelRouteTest {

  private final List<String> found = new ArrayList<>();
  private final List<String> unproven = new ArrayList<>();

  @BeforeEach
  void install() {
    AuthorizationBridge.install(new EveryHost());
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @Test
  void the_tls_next_to_the_codec_counts() {
    Tls outer = new Tls();
    Tls inner = new Tls();
    assertThat(route(null, outer, inner, "codec", new Tls()).tls()).isSameAs(inner);
    assertThat(route(null, outer, "codec").tls()).isSameAs(outer);
    assertThat(route(null, "codec", inner).tls()).isNull();
  }

  @Test
  void tls_that_ended_at_a_proxy_counts_no_more() {
    Tls outer = new Tls();
    Tls inner = new Tls();
    ChannelRoute.end(outer);
    assertThat(route(null, outer, "codec")).isSameAs(ChannelRoute.TUNNEL);
    assertThat(route(ChannelRoute.TUNNEL, outer, inner, "codec").tls()).isSameAs(inner);
  }

  @Test
  void tls_before_a_proxys_handler_ends_at_the_proxy() {
    Tls inner = new Tls();
    Object proxy = new Socks5ProxyHandler();
    assertThat(route(null, new Tls(), proxy, "codec")).isSameAs(ChannelRoute.TUNNEL);
    assertThat(route(null, new Tls(), proxy, inner, "codec").tls()).isSameAs(inner);
  }

  @Test
  void tls_that_begins_after_the_first_write_is_told_from_other_tls() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    Tls later = new Tls();
    ChannelRoute.beginsLater(later);
    assertThat(ChannelRoute.isBeforeTls(new Tls(), engine)).isFalse();
    assertThat(ChannelRoute.isBeforeTls(later, engine)).isTrue();
    engine.beginHandshake();
    assertThat(ChannelRoute.isBeforeTls(later, engine)).isFalse();
    assertThat(route(null, later, "codec").tls()).isSameAs(later);
  }

  @ParameterizedTest
  @CsvSource({
    "target.example, 443, other.example, https target.example 443",
    "target.example, 443, , https target.example 443",
    "target.example, -1, other.example, https target.example 8443",
    ", -1, target.example, https target.example 8443",
    "'', 0, target.example:443, https target.example 8443",
    ", -1, [2001:db8::1]:443, https [2001:db8::1] 8443"
  })
  void whom_tls_was_told_counts_then_the_authority_and_the_sockets_port(
      @Nullable String host, int port, @Nullable String authority, String meant) {
    Tls tls = new Tls();
    assertThat(route(null, tls, "codec").find(host, port, remote(8443), authority, "/path"))
        .isNotNull();
    assertThat(found).containsExactly(meant + " /path");
  }

  @ParameterizedTest
  @CsvSource({
    "target.example, -1, , https target.example -1",
    ", -1, target.example, https target.example -1",
    ", -1, target.example:8443, https target.example 8443",
    ", -1, target.example:84x43, https target.example 0",
    ", -1, target.example:99999999999, https target.example 0"
  })
  void behind_a_proxy_the_sockets_port_is_another(
      @Nullable String host, int port, @Nullable String authority, String meant) {
    Object proxy = new Socks5ProxyHandler();
    ChannelRoute route = route(null, proxy, new Tls(), "codec");
    assertThat(route.find(host, port, remote(3128), authority, "/path")).isNotNull();
    assertThat(found).containsExactly(meant + " /path");
  }

  @ParameterizedTest
  @CsvSource({"http://target.example/path", "target.example:443", "*", "''", ","})
  void what_is_no_path_is_for_nobody(@Nullable String path) {
    ChannelRoute route = route(null, new Tls(), "codec");
    assertThat(route.find("target.example", 443, remote(443), null, path)).isNull();
    Object channel = new NioSocketChannel() {};
    assertThat(route(null, "codec").findWithoutTls(channel, loopback(80), "127.0.0.1", path))
        .isNull();
    assertThat(ChannelRoute.isNamed("other.example", "target.example", path)).isFalse();
    assertThat(found).isEmpty();
  }

  @Test
  void where_nobody_names_a_host_there_is_no_target() {
    assertThat(route(null, new Tls(), "codec").find(null, 443, remote(443), null, "/")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 80", "127.0.0.1:8080, 8080", "[::1]:8080, 8080", "[::1], 80"})
  void without_tls_the_authority_must_be_where_the_socket_leads(String authority, int port)
      throws UnknownHostException {
    Object channel = new NioSocketChannel() {};
    InetAddress address = InetAddress.getByName(authority.startsWith("[") ? "::1" : "127.0.0.1");
    InetSocketAddress remote = new InetSocketAddress(address, port);
    assertThat(route(null, "codec").findWithoutTls(channel, remote, authority, "/")).isNotNull();
    assertThat(unproven).isEmpty();
    assertThat(route(null, "codec").findWithoutTls(channel, loopback(3128), authority, "/"))
        .isNull();
    assertThat(unproven).hasSize(1);
  }

  @Test
  void without_tls_a_tunnel_or_another_kind_of_channel_proves_nothing() {
    InetSocketAddress remote = loopback(80);
    for (Object channel : List.of(new OioSocketChannel() {}, "a channel of another kind")) {
      assertThat(route(null, "codec").findWithoutTls(channel, remote, "127.0.0.1", "/")).isNull();
    }
    Object tcp = new NioSocketChannel() {};
    assertThat(ChannelRoute.TUNNEL.findWithoutTls(tcp, remote, "127.0.0.1", "/")).isNull();
    assertThat(unproven).hasSize(3);
  }

  @Test
  void of_netty_3_the_nio_channel_alone_is_a_socket() {
    Object nio =
        new io.foundryidentity.agent.bootstrap.shaded.jboss.netty.channel.socket.nio
            .NioSocketChannel() {};
    assertThat(ChannelRoute.isSocket(nio)).isTrue();
    assertThat(ChannelRoute.isSocket("a channel of another kind")).isFalse();
  }

  @Test
  void tls_that_may_begin_later_is_remembered() {
    Tls tls = new Tls();
    assertThat(ChannelRoute.mayBeginLater(tls)).isFalse();
    ChannelRoute.beginsLater(tls);
    assertThat(ChannelRoute.mayBeginLater(tls)).isTrue();
  }

  @Test
  void without_tls_a_proxys_handler_is_between() {
    ChannelRoute route = route(null, new Socks5ProxyHandler(), "codec");
    Object tcp = new NioSocketChannel() {};
    assertThat(route.findWithoutTls(tcp, loopback(80), "127.0.0.1", "/")).isNull();
    assertThat(unproven).hasSize(1);
  }

  @Test
  void without_tls_only_a_loopback_literal_may_be_a_target() {
    assertThat(ChannelRoute.mayDoWithoutTls("127.0.0.1:80")).isTrue();
    assertThat(ChannelRoute.mayDoWithoutTls("[::1]")).isTrue();
    assertThat(ChannelRoute.mayDoWithoutTls("target.example")).isFalse();
    assertThat(ChannelRoute.mayDoWithoutTls("")).isFalse();
    assertThat(ChannelRoute.mayDoWithoutTls(null)).isFalse();
    Object tcp = new NioSocketChannel() {};
    assertThat(route(null, "codec").findWithoutTls(tcp, loopback(80), null, "/")).isNull();
    assertThat(found).isEmpty();
  }

  @Test
  void a_request_for_another_host_than_its_connections_is_told_that_it_gets_no_token() {
    assertThat(ChannelRoute.isNamed("Target.example", "target.example:443", "/")).isTrue();
    assertThat(ChannelRoute.isNamed(null, "target.example", "/")).isTrue();
    assertThat(ChannelRoute.isNamed("", "target.example", "/")).isTrue();
    assertThat(ChannelRoute.isNamed("target.example", null, "/")).isTrue();
    assertThat(unproven).isEmpty();
    assertThat(ChannelRoute.isNamed("other.example", "target.example:8443", "/")).isFalse();
    assertThat(found).containsExactly("https target.example 8443 /");
    assertThat(unproven).hasSize(1);
  }

  private static ChannelRoute route(@Nullable ChannelRoute before, Object... handlers) {
    Map<String, Object> pipeline = new LinkedHashMap<>();
    for (Object handler : handlers) {
      pipeline.put(handler instanceof String name ? name : "handler" + pipeline.size(), handler);
    }
    return ChannelRoute.of(pipeline.entrySet(), "codec", Tls.class, before);
  }

  private static SocketAddress remote(int port) {
    return InetSocketAddress.createUnresolved("target.example", port);
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }

  private static final class Tls {}

  private final class EveryHost extends TestedTarget {
    @Override
    public @Nullable RequestTarget find(
        @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
      found.add(scheme + " " + host + " " + port + " " + path);
      return this;
    }

    @Override
    public void unproven(String fault) {
      unproven.add(fault);
    }
  }
}
