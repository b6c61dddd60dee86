package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartedAgentTest {

  @Test
  void this_agents_arguments_are_told_from_anothers() {
    assertThat(
            StartedAgent.arguments(
                List.of(
                    "-Xmx1g",
                    "-javaagent:/opt/opentelemetry.jar=x=y",
                    "-javaagent:/opt/foundry-identity-agent.jar=hosts=a.example,client-id=b")))
        .isEqualTo("hosts=a.example,client-id=b");
  }

  @Test
  void without_arguments_or_agent_there_are_none() {
    assertThat(StartedAgent.arguments(List.of("-javaagent:foundry-identity-agent-1.2.jar")))
        .isEmpty();
    assertThat(StartedAgent.arguments(List.of())).isEmpty();
    assertThat(StartedAgent.arguments()).isEmpty();
  }
}
