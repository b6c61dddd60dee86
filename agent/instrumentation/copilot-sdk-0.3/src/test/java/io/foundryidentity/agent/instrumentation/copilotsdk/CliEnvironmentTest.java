package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.copilot.rpc.CopilotClientOptions;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliEnvironmentTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void two_clients_of_the_same_options_leave_them_as_they_were(boolean firstEndsFirst)
      throws Exception {
    Map<String, String> written = Map.of("HTTPS_PROXY", "http://proxy:8080");
    CopilotClientOptions options = new CopilotClientOptions().setEnvironment(written);
    CliEnvironment first = CliEnvironment.change(MethodHandles.lookup(), options);
    CliEnvironment second = CliEnvironment.change(MethodHandles.lookup(), options);

    (firstEndsFirst ? first : second).restore();
    (firstEndsFirst ? second : first).restore();
    assertThat(options.getEnvironment()).isEqualTo(written);
  }

  @Test
  void an_environment_that_is_set_meanwhile_stays() throws Exception {
    CopilotClientOptions options =
        new CopilotClientOptions().setEnvironment(Map.of("HTTPS_PROXY", "http://proxy:8080"));
    CliEnvironment start = CliEnvironment.change(MethodHandles.lookup(), options);
    options.setEnvironment(Map.of("PATH", "/bin"));
    start.restore();

    assertThat(options.getEnvironment()).containsExactly(Map.entry("PATH", "/bin"));
  }
}
