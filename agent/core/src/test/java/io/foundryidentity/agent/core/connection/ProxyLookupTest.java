package io.foundryidentity.agent.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyLookupTest {

  private static ProxyChoice choice(Map<String, String> environment) {
    return new ProxyLookup(environment).forHttps("login.microsoftonline.com", 443);
  }

  @Test
  void without_any_setting_the_way_is_direct() {
    assertThat(choice(Map.of())).isSameAs(ProxyChoice.DIRECT);
    assertThat(choice(Map.of("HTTP_PROXY", "http://proxy.example:3128")))
        .isSameAs(ProxyChoice.DIRECT);
  }

  @Test
  void https_proxy_is_read_in_either_case() {
    for (String name : List.of("HTTPS_PROXY", "https_proxy")) {
      ProxyChoice choice = choice(Map.of(name, "http://user:word@proxy.example:3128/"));
      assertThat(choice.host).isEqualTo("proxy.example");
      assertThat(choice.port).isEqualTo(3128);
      assertThat(choice.userInfo).isEqualTo("user:word");
    }
    assertThat(choice(Map.of("HTTPS_PROXY", "proxy.example:8080")).port).isEqualTo(8080);
    assertThat(choice(Map.of("HTTPS_PROXY", "http://proxy.example")).port).isEqualTo(80);
  }

  @Test
  void a_malformed_proxy_is_left_aside() {
    assertThat(choice(Map.of("HTTPS_PROXY", "http://a b"))).isSameAs(ProxyChoice.DIRECT);
    assertThat(choice(Map.of("HTTPS_PROXY", "socks5://proxy.example:1080")))
        .isSameAs(ProxyChoice.DIRECT);
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
      assertThat(choice(set)).as(excluded).isSameAs(ProxyChoice.DIRECT);
    }
    for (String other : List.of("", ",", ".", "online.com", "login.microsoftonline.com:8443")) {
      Map<String, String> set = Map.of("HTTPS_PROXY", "http://p:1", "no_proxy", other);
      assertThat(choice(set).host).as(other).isEqualTo("p");
    }
  }

  @Test
  void the_jvms_own_proxy_comes_first() {
    System.setProperty("https.proxyHost", "jvm.example");
    System.setProperty("https.proxyPort", "3129");
    System.setProperty("http.nonProxyHosts", "*.excluded.example");
    try {
      Map<String, String> other = Map.of("HTTPS_PROXY", "http://env.example:1");
      assertThat(choice(other).host).isEqualTo("jvm.example");
      assertThat(choice(other).port).isEqualTo(3129);
      assertThat(new ProxyLookup(other).forHttps("a.excluded.example", 443))
          .isSameAs(ProxyChoice.DIRECT);
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
      assertThat(choice(Map.of()).host).isEqualTo("app.example");
      ProxySelector.setDefault(new Selector(null));
      assertThat(choice(Map.of())).isSameAs(ProxyChoice.DIRECT);
      ProxySelector.setDefault(null);
      assertThat(choice(Map.of())).isSameAs(ProxyChoice.DIRECT);
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @Test
  void what_is_no_proxy_in_an_applications_answer_is_left_out() {
    Proxy proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("app.example", 99));
    List<List<Proxy>> rubbish =
        List.of(
            List.of(),
            Collections.singletonList(null),
            List.of(new Changed(null, proxy.address())),
            List.of(new Changed(Proxy.Type.HTTP, null)),
            List.of(new Changed(Proxy.Type.HTTP, new SocketAddress() {})));
    ProxySelector before = ProxySelector.getDefault();
    try {
      for (List<Proxy> answer : rubbish) {
        ProxySelector.setDefault(new Selector(answer));
        assertThat(choice(Map.of())).isSameAs(ProxyChoice.DIRECT);
        assertThat(choice(Map.of("HTTPS_PROXY", "http://p:1")).host).isEqualTo("p");
        List<Proxy> longer = new ArrayList<>(answer);
        longer.add(proxy);
        ProxySelector.setDefault(new Selector(longer));
        assertThat(choice(Map.of()).host).isEqualTo("app.example");
      }
      ProxySelector.setDefault(new Selector(List.of(Proxy.NO_PROXY, proxy)));
      assertThat(choice(Map.of())).isSameAs(ProxyChoice.DIRECT);
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  /** An application may have a class of its own. */
  private static final class Changed extends Proxy {
    private final Proxy.Type type;
    private final SocketAddress address;

    Changed(Proxy.Type type, SocketAddress address) {
      super(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("unused.example", 1));
      this.type = type;
      this.address = address;
    }

    @Override
    public Proxy.Type type() {
      return type;
    }

    @Override
    public SocketAddress address() {
      return address;
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
