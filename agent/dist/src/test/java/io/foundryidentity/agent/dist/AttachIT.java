package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent in a JVM that is running already and has used its client. */
class AttachIT {

  private Simulator simulator;
  private String target;
  private RunningApplication application;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.builder().start();
    target = RunningApplication.target(simulator);
    // To attach sends SIGQUIT, which ends a JVM that has not come as far as handling it
    application = RunningApplication.start(simulator);
  }

  @AfterEach
  void stop() {
    application.close();
    simulator.close();
  }

  @Test
  void a_class_that_is_loaded_already_is_signed_from_then_on() throws IOException {
    assertThat(application.ask()).isEqualTo("status 403");

    attach("hosts=" + target);

    assertThat(application.ask()).isEqualTo("status 200");
  }

  @Test
  void attaching_twice_is_harmless() throws IOException {
    attach("hosts=" + target);
    attach("hosts=" + target);

    assertThat(application.ask()).isEqualTo("status 200");
    assertThat(simulator.foundry().requests()).hasSize(1);
  }

  @Test
  void an_attach_without_a_host_can_be_made_good_by_the_next() throws IOException {
    attach("");
    attach("hosts=" + target);

    assertThat(application.ask()).isEqualTo("status 200");
  }

  private void attach(String arguments) {
    ByteBuddyAgent.attach(ChildJvm.JAR.toFile(), application.pid(), arguments);
  }
}
