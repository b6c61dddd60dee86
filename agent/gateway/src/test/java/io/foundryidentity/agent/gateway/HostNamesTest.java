package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Host a gateway on another address than loopback accepts. */
class HostNamesTest {

  private static final List<String> NAMES = List.of("gateway.example", "public.example:443");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3:8443",
        "gateway.example:8443",
        "GATEWAY.example:8443",
        "public.example:443",
        "public.example",
      })
  void its_address_and_its_names(String host) throws UnknownHostException {
    assertThat(on("10.1.2.3", true).contain(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.4:8443",
        "10.1.2.3",
        "10.1.2.3:443",
        "10.1.2.3:8443.page.example",
        "localhost:8443",
        "127.0.0.1:8443",
        "gateway.example",
        "gateway.example:443",
        "gateway.example.:8443",
        "public.example:8443",
        "page.example:8443",
        "page.example",
        "",
        "[10.1.2.3]:8443",
        "[::1]:8443",
        "[",
        ":8443",
      })
  void a_name_that_dns_made_its_own_is_not_one(String host) throws UnknownHostException {
    assertThat(on("10.1.2.3", true).contain(host)).isFalse();
  }

  @Test
  void without_tls_the_usual_port_is_80() throws UnknownHostException {
    HostNames names = new HostNames(InetAddress.getByName("10.1.2.3"), 80, false, List.of());
    assertThat(names.contain("10.1.2.3")).isTrue();
    assertThat(names.contain("10.1.2.3:80")).isTrue();
    assertThat(names.contain("10.1.2.3:443")).isFalse();
  }

  @Test
  void an_ipv6_address_has_many_forms() throws UnknownHostException {
    assertThat(on("::1", false).contain("[::1]:8443")).isTrue();
    assertThat(on("::1", false).contain("[0:0:0:0:0:0:0:1]:8443")).isTrue();
    assertThat(on("::1", false).contain("localhost:8443")).isTrue();
    assertThat(on("::1", false).contain("::1:8443")).isFalse();
    assertThat(on("::1", false).contain("127.0.0.1:8443")).isFalse();
  }

  private static HostNames on(String address, boolean secure) throws UnknownHostException {
    return new HostNames(InetAddress.getByName(address), 8443, secure, NAMES);
  }
}
