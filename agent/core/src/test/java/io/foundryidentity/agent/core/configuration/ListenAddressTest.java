package io.foundryidentity.agent.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "8123,             127.0.0.1, 8123, 127.0.0.1:8123",
    "1,                127.0.0.1, 1,    127.0.0.1:1",
    "65535,            127.0.0.1, 65535, 127.0.0.1:65535",
    "0.0.0.0:8123,     0.0.0.0,   8123, 0.0.0.0:8123",
    "10.1.2.3:80,      10.1.2.3,  80,   10.1.2.3:80",
    "[::1]:8123,       ::1,       8123, [::1]:8123",
    "[::]:8123,        ::,        8123, [::]:8123",
  })
  void a_port_alone_is_on_loopback_and_an_address_is_named(
      String text, String address, int port, String written) {
    ListenAddress listen = ListenAddress.of(text);
    assertThat(listen).isNotNull().hasToString(written);
    assertThat(listen.address()).isEqualTo(address);
    assertThat(listen.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "65536",
        "100000",
        "99999999999",
        "-1",
        "+80",
        "8123 ",
        "abc",
        "٨١٢٣",
        ":8123",
        "localhost:8123",
        "host.example:8123",
        "1.2.3:8123",
        "127.1:8123",
        "256.0.0.1:8123",
        "01.2.3.4:80",
        "::1:8123",
        "[::1]",
        "[::1]8123",
        "[]:1",
        "[1.2.3.4]:1",
        "[::1%lo]:1",
        "0.0.0.0:",
        "0.0.0.0:0",
        "http://127.0.0.1:8123"
      })
  void anything_else_is_no_address(String text) {
    assertThat(ListenAddress.of(text)).isNull();
  }

  @Test
  void equal_addresses_are_equal() {
    assertThat(ListenAddress.of("8123"))
        .isEqualTo(ListenAddress.of("127.0.0.1:8123"))
        .hasSameHashCodeAs(ListenAddress.of("127.0.0.1:8123"))
        .isNotEqualTo(ListenAddress.of("8124"))
        .isNotEqualTo("127.0.0.1:8123");
  }
}
