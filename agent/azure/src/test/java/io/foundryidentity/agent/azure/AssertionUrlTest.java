package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssertionUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://pipelines.actions.githubusercontent.com/a/b?api-version=2.0",
        "https://10.0.0.1:8443/",
        "https://[2001:db8::1]/",
        "http://127.0.0.1:8080/x",
        "http://127.8.8.8/",
        "http://[::1]:8080/",
      })
  void https_and_this_machine_are_addresses_of_every_source(String url) {
    assertThat(AssertionUrl.of("VARIABLE", url)).hasToString(url);
    assertThat(AssertionUrl.ofMetadata("VARIABLE", url)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest",
        "http://169.254.170.2/v2/credentials",
        "http://169.254.170.23/v1/credentials",
        "http://[fd00:ec2::23]/v1/credentials",
        "http://[fd00:ec2::254]/latest",
        "http://[fd20:ce::254]/computeMetadata",
        "http://[fe80::1]/",
        "http://metadata.google.internal/computeMetadata",
        "http://metadata.goog:80/computeMetadata",
      })
  void the_network_of_the_machine_is_one_of_a_metadata_service_only(String url) {
    assertThat(AssertionUrl.ofMetadata("VARIABLE", url)).hasToString(url);
    assertThatThrownBy(() -> AssertionUrl.of("VARIABLE", url))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageContaining("VARIABLE names the host ")
        .hasMessageEndingWith("set an https URL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/",
        "http://LOCALHOST:1/",
        "http://10.0.0.1/",
        "http://169.253.0.1/",
        "http://[fd00:ec3::23]/",
        "http://[fd00:ec2:0:1::23]/",
        "http://[fd20:cf::254]/",
        "http://[2001:db8::1]/",
        "http://metadata.example/",
        "http://127.0.0.1.example/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0.0.0.0/",
        "http://user:secret-0123456789@127.0.0.1/",
        "http://127.0.0.1/#secret-0123456789",
        "https://user:secret-0123456789@host.example/",
        "https:/host.example/secret-0123456789",
        "jar:http://127.0.0.1/!/secret-0123456789",
        "http:secret-0123456789",
        "secret-0123456789",
        "",
      })
  void no_other_address_is_asked_and_its_secrets_are_not_shown(String url) {
    assertThatThrownBy(() -> AssertionUrl.ofMetadata("VARIABLE", url))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageStartingWith("VARIABLE ")
        .hasMessageNotContaining("secret-0123456789");
  }
}
