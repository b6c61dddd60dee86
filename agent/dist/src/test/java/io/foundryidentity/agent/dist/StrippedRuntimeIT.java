package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A runtime image with no more modules than an HTTPS client needs, as jlink makes them. */
class StrippedRuntimeIT {

  @TempDir private static Path folder;

  private static Path image;

  private Simulator simulator;
  private String target;

  @BeforeAll
  static void link() {
    image = folder.resolve("jre");
    PrintWriter err = new PrintWriter(System.err, true);
    int linked =
        ToolProvider.findFirst("jlink")
            .orElseThrow()
            .run(
                err,
                err,
                "--add-modules",
                "java.base,java.instrument,jdk.crypto.ec",
                "--output",
                image.toString());
    assertThat(linked).isZero();
  }

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    target = RunningApplication.target(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void without_management_and_logging_requests_are_signed_all_the_same() {
    ChildJvm.Ended ended =
        ChildJvm.running(Get.class, target + "/openai/v1/models")
            .of(image)
            .agent("hosts=" + target)
            .options(simulator.certificates().trustProperties())
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .run();

    assertThat(ended.out()).as(ended.err()).contains("200");
    assertThat(ended.err()).doesNotContain("ERROR", "Exception");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void without_the_module_for_it_the_agent_is_attached_and_shows_its_status() throws IOException {
    try (RunningApplication application = RunningApplication.start(simulator)) {
      String pid = application.pid();
      assertThat(application.ask()).isEqualTo("status 403");
      assertThat(command("list").out()).containsPattern("(?m)^" + pid + " +- +\\S+GetWhenTold$");

      ChildJvm.Ended attached = command("attach", pid, "hosts=" + target);

      assertThat(attached.exit()).as(attached.err()).isZero();
      assertThat(attached.out()).contains("the agent is active in process " + pid);
      assertThat(application.ask()).isEqualTo("status 200");
      ChildJvm.Ended status = command("status", pid, "--ready");
      assertThat(status.exit()).as(status.out() + status.err()).isZero();
      assertThat(status.out()).containsPattern("ready +yes").doesNotContain("eyJ");
      assertThat(command("list").out()).containsPattern("(?m)^" + pid + " +active ");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void without_the_module_for_it_a_process_that_is_not_a_jvm_survives() throws IOException {
    Process sleeping = new ProcessBuilder("sleep", "600").start();
    try {
      ChildJvm.Ended ended = command("status", String.valueOf(sleeping.pid()));

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("is not a JVM");
      assertThat(sleeping.isAlive()).isTrue();
    } finally {
      sleeping.destroyForcibly();
    }
  }

  private static ChildJvm.Ended command(String... arguments) {
    return ChildJvm.running(ChildJvm.JAR).of(image).arguments(arguments).run();
  }
}
