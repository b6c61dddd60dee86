package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliVersionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.65",
        "1.0.81",
        "1.0.89-7",
        "1.0.102",
        "1.0.102+build.5",
        "1.1.0",
        "1.10.0-beta.1",
        "2.0.0",
        " 1.0.65\n"
      })
  void a_newer_one_asks_for_tokens(String reported) {
    assertThat(CliVersion.of(reported).asksForTokens()).isTrue();
    assertThat(CliVersion.of(reported).toString()).isEqualTo(reported.trim());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5.12", "1.0.0", "1.0.39", "1.0.64", "1.0.64-1", "1.0.65-0"})
  void an_older_one_does_not(String reported) {
    assertThat(CliVersion.of(reported).asksForTokens()).isFalse();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "garbage",
        "1",
        "1.0",
        "v1.0.81",
        "1.0.x",
        "-1.0.81",
        "1.0.81 (beta)",
        "1.0.81\nfoundry-identity INFO: forged",
        "99999999999.0.0",
        "1.0.81-\u2028"
      })
  void what_is_no_version_counts_as_an_older_one_and_is_not_logged(String reported) {
    assertThat(CliVersion.of(reported)).isEqualTo(CliVersion.UNKNOWN);
    assertThat(CliVersion.of(reported).asksForTokens()).isFalse();
  }

  @Test
  void the_version_of_a_build_that_does_not_know_its_own_counts_as_a_newer_one() {
    assertThat(CliVersion.of("0.0.1").isPlaceholder()).isTrue();
    assertThat(CliVersion.of("0.0.1").asksForTokens()).isTrue();
    assertThat(CliVersion.UNKNOWN.isPlaceholder()).isFalse();
  }
}
