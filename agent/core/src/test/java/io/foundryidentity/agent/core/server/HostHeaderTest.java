package io.foundryidentity.agent.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostHeaderTest {

  @ParameterizedTest
  @CsvSource({
    "Gateway.Example, gateway.example, 80",
    "gateway:443, gateway, 443",
    "[::1]:8080, [::1], 8080",
    "[::1], [::1], 80",
    "a:b:c, a, b:c",
    "[::1, [, :1",
  })
  void it_has_a_name_and_a_port(String value, String name, String port) {
    HostHeader host = HostHeader.of(value, 80);
    assertThat(host.name).isEqualTo(name);
    assertThat(host.port).isEqualTo(port);
  }

  @Test
  void an_address_is_read_as_one() throws Exception {
    assertThat(HostHeader.of("127.0.0.1:1", 80).address())
        .isEqualTo(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    assertThat(HostHeader.of("[::1]:1", 80).address()).isEqualTo(InetAddress.getByName("::1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "gateway.example", "[127.0.0.1]", "[::1", "127.1", ""})
  void what_is_none_is_no_address(String value) {
    assertThat(HostHeader.of(value, 80).address()).isNull();
  }

  @Test
  void localhost_is_found_in_any_case() {
    assertThat(HostHeader.of("LocalHost:80", 80).isLocalhost()).isTrue();
    assertThat(HostHeader.of("localhost.example", 80).isLocalhost()).isFalse();
  }
}
