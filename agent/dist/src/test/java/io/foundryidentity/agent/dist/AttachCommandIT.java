package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.GetUntilTold;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code attach} and {@code list}, with JVMs that run already. */
@Tag("long")
class AttachCommandIT {

  private Simulator simulator;
  private String hosts;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    hosts = "hosts=" + RunningApplication.target(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void it_loads_the_agent_and_shows_its_state() throws IOException {
    try (RunningApplication application = RunningApplication.start(simulator)) {
      assertThat(application.ask()).isEqualTo("status 403");

      ChildJvm.Ended ended = application.command("attach", hosts);

      assertThat(ended.exit()).as(ended.err()).isZero();
      assertThat(ended.out())
          .contains("the agent is active in process " + application.pid())
          .containsPattern("client +http-url-connection Java \\S+: active");
      assertThat(application.ask()).isEqualTo("status 200");
    }
  }

  @Test
  void a_mistake_is_told_to_who_attaches_and_the_next_attach_can_fix_it() throws IOException {
    try (RunningApplication application = RunningApplication.start(simulator)) {
      ChildJvm.Ended mistaken = application.command("attach", "hots=" + hosts);

      assertThat(mistaken.exit()).isEqualTo(2);
      assertThat(mistaken.err())
          .contains("'hots' (agent argument) is not a key of this agent")
          .contains("the agent is not active in process");
      assertThat(application.command("attach").err()).contains("no host is configured");
      assertThat(application.command("attach", hosts).exit()).isZero();
      assertThat(application.ask()).isEqualTo("status 200");
    }
  }

  @Test
  void a_second_attach_says_that_there_is_an_agent_already() throws IOException {
    try (RunningApplication application = RunningApplication.start(simulator)) {
      application.command("attach", hosts);

      ChildJvm.Ended second = application.command("attach", "hosts=other.openai.azure.com");

      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.err()).contains("has the agent already").contains("are ignored");
      assertThat(second.out()).contains(RunningApplication.target(simulator));
    }
  }

  @Test
  void requests_in_flight_are_not_disturbed() throws IOException {
    Process process =
        ChildJvm.running(
                GetUntilTold.class, RunningApplication.target(simulator) + "/openai/v1/models")
            .options(simulator.certificates().trustProperties())
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .start();
    try (RunningApplication application = RunningApplication.of(process)) {
      assertThat(application.read("status")).isEqualTo("status 403");

      assertThat(application.command("attach", hosts).exit()).isZero();

      assertThat(application.read("status")).isEqualTo("status 200");
      application.tell();
      assertThat(application.read("failures")).isEqualTo("failures 0");
    }
  }

  @Test
  void a_jvm_that_forbids_it_gets_no_signal() throws IOException {
    try (RunningApplication application =
        RunningApplication.start(simulator, "-XX:+DisableAttachMechanism")) {
      ChildJvm.Ended ended = application.command("attach", hosts);

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err())
          .contains("-XX:+DisableAttachMechanism")
          .contains("-javaagent:foundry-identity-agent.jar");
      assertThat(application.rest()).doesNotContain("thread dump");
    }
  }

  @Test
  void a_jvm_that_takes_no_agents_at_run_time_is_named() throws IOException {
    try (RunningApplication application =
        RunningApplication.start(simulator, "-XX:-EnableDynamicAgentLoading")) {
      ChildJvm.Ended ended = application.command("attach", hosts);

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("-XX:-EnableDynamicAgentLoading").contains("-javaagent");
    }
  }

  @Test
  void a_process_that_is_no_jvm_survives() throws IOException {
    Process sleeping = new ProcessBuilder("sleep", "600").start();
    try {
      ChildJvm.Ended ended =
          RunningApplication.command(
              new String[] {"attach", String.valueOf(sleeping.pid()), hosts});

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("is not a JVM");
      assertThat(sleeping.isAlive()).isTrue();
    } finally {
      sleeping.destroyForcibly();
    }
  }

  @Test
  void what_is_no_process_is_no_stack_trace() {
    ChildJvm.Ended gone = RunningApplication.command(new String[] {"attach", "999999999", hosts});
    ChildJvm.Ended nonsense = RunningApplication.command(new String[] {"attach", "app.jar"});

    assertThat(gone.exit()).isEqualTo(1);
    assertThat(gone.err()).contains("there is no process 999999999").doesNotContain("\tat ");
    assertThat(nonsense.exit()).isEqualTo(2);
    assertThat(nonsense.err()).contains("'app.jar' is not a process id");
  }

  @Test
  void arguments_that_a_jvm_would_cut_off_are_refused() throws IOException {
    try (RunningApplication application = RunningApplication.start(simulator)) {
      ChildJvm.Ended ended = application.command("attach", "hosts=" + "a".repeat(2000));

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("config-file=PATH");
    }
  }

  @Test
  void the_list_tells_who_has_the_agent() throws IOException {
    try (RunningApplication without = RunningApplication.start(simulator);
        RunningApplication attached = RunningApplication.start(simulator);
        RunningApplication flag =
            RunningApplication.start(simulator, "-javaagent:" + ChildJvm.JAR + "=" + hosts)) {
      attached.command("attach", hosts);

      String list = RunningApplication.command(new String[] {"list"}).out();

      assertThat(list)
          .containsPattern("(?m)^" + without.pid() + " +- +\\S+GetWhenTold$")
          .containsPattern("(?m)^" + attached.pid() + " +active +\\S+GetWhenTold$")
          .containsPattern("(?m)^" + flag.pid() + " +flag +\\S+GetWhenTold$");
    }
  }
}
