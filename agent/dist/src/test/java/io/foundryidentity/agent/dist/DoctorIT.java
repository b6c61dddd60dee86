package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that {@code doctor} writes about a JVM with the agent. */
@Tag("long")
class DoctorIT {

  @TempDir private Path folder;

  @Test
  void it_has_what_a_bug_report_needs_and_no_secret() throws IOException {
    try (Simulator simulator = Simulator.builder().start()) {
      String target = RunningApplication.target(simulator);
      try (RunningApplication application =
          RunningApplication.start(simulator, "-javaagent:" + ChildJvm.JAR + "=hosts=" + target)) {
        assertThat(application.ask()).isEqualTo("status 200");
        Path file = folder.resolve("doctor.txt");

        ChildJvm.Ended ended =
            ChildJvm.running(ChildJvm.JAR)
                .options(simulator.certificates().trustProperties())
                .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
                .environment("AZURE_CLIENT_SECRET", "correct-horse-battery")
                .arguments("doctor", application.pid(), "--output", file.toString())
                .run();

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("wrote " + file);
        assertThat(Files.readString(file))
            .contains("hosts='" + target + "' (agent argument)")
            .contains("== check\nexit code: 0\n")
            .contains("IDENTITY_HEADER is set", "AZURE_CLIENT_SECRET is set")
            .contains("== the agent in process " + application.pid())
            .contains("agent: active", "ready: true", "signed: 1")
            .doesNotContain("eyJ", "correct-horse-battery")
            .doesNotContain(
                simulator.identity().environment(IdentityKind.APP_SERVICE).get("IDENTITY_HEADER"));
      }
    }
  }
}
