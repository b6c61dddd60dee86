package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers of a request are left out of its authorized copy. */
class CredentialNamesTest {

  @BeforeEach
  void install() {
    AuthorizationBridge.install(new WithKeys());
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"authorization", "Authorization", "AUTHORIZATION", "api-key", "Api-Key", "X-KEY"})
  void credentials_are_told_in_any_case(String name) {
    assertThat(AuthorizationBridge.isCredential(name)).isTrue();
    assertThat(AuthorizationBridge.isCredential(new StringBuilder(name))).isTrue();
  }

  /** {@code String.equalsIgnoreCase} takes the one with the Kelvin sign for {@code api-key}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "authorizatio",
        "x-authorization",
        "proxy-authorization",
        "api_key",
        "api-\u212Aey",
        "y-key"
      })
  void everything_else_goes_along(String name) {
    assertThat(AuthorizationBridge.isCredential(name)).isFalse();
  }

  @Test
  void without_an_agent_there_are_no_key_headers() {
    AuthorizationBridge.install(null);
    assertThat(AuthorizationBridge.isCredential("api-key")).isFalse();
  }

  /** Only {@link #keyHeaders} is called. */
  private static final class WithKeys extends TestedTarget {
    @Override
    public String[] keyHeaders() {
      return new String[] {"api-key", "x-key"};
    }
  }
}
