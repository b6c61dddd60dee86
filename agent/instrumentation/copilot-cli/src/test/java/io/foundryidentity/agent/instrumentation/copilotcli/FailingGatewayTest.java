package io.foundryidentity.agent.instrumentation.copilotcli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.ProcessBridge;
import org.junit.jupiter.api.Test;

/** A failure of the agent's own. */
class FailingGatewayTest extends StartedProcesses {

  @Test
  void the_process_starts_as_the_application_wrote_it() throws Exception {
    ProcessBridge.install(
        new CliProcesses(
            network().authorizer(),
            (scheme, host, port) -> {
              throw new IllegalStateException("no port is left");
            },
            Runnable::run));
    Process process = builder(program("copilot").toString()).start();
    var seen = environmentOf(process);
    finish(process);

    assertThat(seen)
        .containsEntry("COPILOT_PROVIDER_BASE_URL", network().target("/openai/v1").toString())
        .containsEntry("COPILOT_PROVIDER_API_KEY", KEY);
    assertThat(network().authorizer().failures())
        .extracting(Throwable::getMessage)
        .containsExactly("no port is left");
  }
}
