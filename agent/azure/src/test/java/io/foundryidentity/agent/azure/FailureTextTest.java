package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTextTest {

  @Test
  void the_innermost_message_is_told_in_one_line() {
    Throwable failure =
        new RuntimeException("outer", new IllegalStateException("inner\r\n  line\ttwo"));
    assertThat(FailureText.of(failure)).isEqualTo("inner line two");
  }

  @Test
  void an_io_failure_is_told_with_its_host() {
    IOException told =
        new IOException("login.example: Connection refused", new IOException("Connection refused"));
    assertThat(FailureText.of(new RuntimeException(new UncheckedIOException(told))))
        .isEqualTo("login.example: Connection refused");
  }

  @Test
  void nothing_that_looks_like_a_credential_is_told() {
    for (String message :
        List.of(
            "answer {\"access_token\":\"SECRETSECRET\",\"x\":1}",
            "answer {\"access_token\" : \"SECRETSECRET",
            "body client_secret=SECRETSECRET&x=y",
            "body client_assertion=SECRETSECRET",
            "header Authorization: Bearer SECRETSECRET",
            "header Authorization: Basic SECRETSECRET==",
            "token eyJhbGciOiJSUzI1NiJ9.SECRETSECRET.SECRETSECRET",
            "Status: 500 Headers: secret-header SECRETSECRET")) {
      assertThat(FailureText.of(new RuntimeException(message)))
          .as(message)
          .doesNotContain("SECRETSECRET");
    }
  }

  @Test
  void a_long_message_is_cut_and_an_empty_one_is_named_by_its_class() {
    assertThat(FailureText.of(new RuntimeException("x".repeat(5000)))).hasSizeLessThan(420);
    assertThat(FailureText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
  }

  @Test
  void a_well_known_cause_comes_with_advice() {
    assertThat(FailureText.of(new RuntimeException("AADSTS7000215: Invalid client secret.")))
        .contains("the client secret is wrong");
    assertThat(FailureText.of(new RuntimeException("The name: timed out"))).contains("HTTPS_PROXY");
  }

  @Test
  void advice_for_a_code_is_not_given_for_a_longer_one() {
    assertThat(FailureText.of(new RuntimeException("AADSTS700213: No matching record")))
        .endsWith("(no federated credential of the application has this subject)");
    assertThat(FailureText.of(new RuntimeException("AADSTS7002138: No matching record")))
        .doesNotContain("(");
  }
}
