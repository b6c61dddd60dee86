package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CliEnvironmentTest {

  @Test
  void without_a_proxy_it_stays_as_it_is() {
    assertThat(CliEnvironment.changed(Map.of("PATH", "/bin"))).isNull();
  }

  @Test
  void with_a_proxy_loopback_is_an_exception() {
    Map<String, String> changed =
        CliEnvironment.changed(Map.of("PATH", "/bin", "https_proxy", "http://proxy:8080"));

    assertThat(changed)
        .containsEntry("PATH", "/bin")
        .containsEntry("https_proxy", "http://proxy:8080")
        .containsEntry("NO_PROXY", "127.0.0.1")
        .containsEntry("no_proxy", "127.0.0.1");
  }

  @Test
  void exceptions_that_are_there_stay() {
    Map<String, String> changed =
        CliEnvironment.changed(Map.of("HTTPS_PROXY", "http://proxy:8080", "NO_PROXY", "a.test"));

    assertThat(changed)
        .containsEntry("NO_PROXY", "a.test,127.0.0.1")
        .containsEntry("no_proxy", "a.test,127.0.0.1");
  }
}
