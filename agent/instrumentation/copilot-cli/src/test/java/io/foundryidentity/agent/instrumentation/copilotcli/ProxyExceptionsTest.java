package io.foundryidentity.agent.instrumentation.copilotcli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.ProxyExceptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyExceptionsTest {

  @Test
  void without_a_proxy_there_are_none() {
    assertThat(ProxyExceptions.forLoopback(Map.of("PATH", "/bin"))).isEmpty();
  }

  @Test
  void with_a_proxy_loopback_is_one() {
    assertThat(ProxyExceptions.forLoopback(Map.of("https_proxy", "http://proxy:8080")))
        .isEqualTo(Map.of("NO_PROXY", "127.0.0.1", "no_proxy", "127.0.0.1"));
  }

  @Test
  void those_that_are_there_stay() {
    assertThat(
            ProxyExceptions.forLoopback(
                Map.of("HTTPS_PROXY", "http://proxy:8080", "NO_PROXY", "a.test")))
        .isEqualTo(Map.of("NO_PROXY", "a.test,127.0.0.1", "no_proxy", "a.test,127.0.0.1"));
  }
}
