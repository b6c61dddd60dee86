package io.foundryidentity.agent.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyRoutesTest {

  private static ProxyRoute route(Map<String, String> environment) {
    return new ProxyRoutes(environment).forHttps("login.microsoftonline.com", 443);
  }

  @Test
  void without_any_setting_the_way_is_direct() {
    assertThat(route(Map.of())).isSameAs(ProxyRoute.DIRECT);
    assertThat(route(Map.of("HTTP_PROXY", "http://proxy.example:3128")))
        .isSameAs(ProxyRoute.DIRECT);
  }

  @Test
  void https_proxy_is_read_in_either_case() {
    for (String name : List.of("HTTPS_PROXY", "https_proxy")) {
      ProxyRoute route = route(Map.of(name, "http://user:word@proxy.example:3128/"));
      assertThat(route.host).isEqualTo("proxy.example");
      assertThat(route.port).isEqualTo(3128);
      assertThat(route.userInfo).isEqualTo("user:word");
    }
    assertThat(route(Map.of("HTTPS_PROXY", "proxy.example:8080")).port).isEqualTo(8080);
    assertThat(route(Map.of("HTTPS_PROXY", "http://proxy.example")).port).isEqualTo(80);
  }

  @Test
  void a_malformed_proxy_is_left_aside() {
    assertThat(route(Map.of("HTTPS_PROXY", "http://a b"))).isSameAs(ProxyRoute.DIRECT);
    assertThat(route(Map.of("HTTPS_PROXY", "socks5://proxy.example:1080")))
        .isSameAs(ProxyRoute.DIRECT);
  }

  @Test
  void no_proxy_excludes_names_suffixes_and_ports() {
    for (String excluded :
        List.of(
            "*",
            "login.microsoftonline.com",
            "a.example, .microsoftonline.com",
            "microsoftonline.com",
            "*.MicrosoftOnline.com",
            "login.microsoftonline.com:443")) {
      Map<String, String> set = Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", excluded);
      assertThat(route(set)).as(excluded).isSameAs(ProxyRoute.DIRECT);
    }
    for (String other : List.of("", ",", ".", "online.com", "login.microsoftonline.com:8443")) {
      Map<String, String> set = Map.of("HTTPS_PROXY", "http://p:1", "no_proxy", other);
      assertThat(route(set).host).as(other).isEqualTo("p");
    }
  }

  @Test
  void the_jvms_own_proxy_comes_first() {
    System.setProperty("https.proxyHost", "jvm.example");
    System.setProperty("https.proxyPort", "3129");
    System.setProperty("http.nonProxyHosts", "*.excluded.example");
    try {
      Map<String, String> other = Map.of("HTTPS_PROXY", "http://env.example:1");
      assertThat(route(other).host).isEqualTo("jvm.example");
      assertThat(route(other).port).isEqualTo(3129);
      assertThat(new ProxyRoutes(other).forHttps("a.excluded.example", 443))
          .isSameAs(ProxyRoute.DIRECT);
    } finally {
      System.clearProperty("https.proxyHost");
      System.clearProperty("https.proxyPort");
      System.clearProperty("http.nonProxyHosts");
    }
  }

  @Test
  void an_applications_selector_may_name_a_proxy_or_throw() {
    ProxySelector before = ProxySelector.getDefault();
    try {
      Proxy proxy =
          new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("app.example", 99));
      ProxySelector.setDefault(new Selector(List.of(proxy)));
      assertThat(route(Map.of()).host).isEqualTo("app.example");
      ProxySelector.setDefault(new Selector(null));
      assertThat(route(Map.of())).isSameAs(ProxyRoute.DIRECT);
      ProxySelector.setDefault(null);
      assertThat(route(Map.of())).isSameAs(ProxyRoute.DIRECT);
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  private static final class Selector extends ProxySelector {
    private final List<Proxy> proxies;

    Selector(List<Proxy> proxies) {
      this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
      if (proxies == null) {
        throw new IllegalStateException("an application's mistake");
      }
      return proxies;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }
}
