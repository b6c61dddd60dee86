package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.IsolationProbe;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the application can find of the agent after a request was signed. */
class IsolationIT {

  private static Simulator simulator;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void no_class_and_no_resource_of_a_library_can_be_seen() {
    assertThat(probe().run().out().lines()).containsExactly("status 200", "bridge in null");
  }

  @Test
  void nothing_is_unpacked_to_disk() throws IOException {
    ChildJvm.Ended ended =
        probe()
            .option("-XX:-UsePerfData")
            .option("-Djava.io.tmpdir=" + folder)
            .option("-Duser.home=" + folder)
            .option("-Duser.dir=" + folder)
            .run();

    assertThat(ended.out()).startsWith("status 200");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void the_applications_own_tinylog_settings_are_not_the_agents() throws IOException {
    Path log = folder.resolve("application.log");
    ChildJvm.Ended ended =
        probe()
            .option("-Dtinylog.level=trace")
            .option("-Dtinylog.writer=file")
            .option("-Dtinylog.writer.file=" + log)
            .run();

    assertThat(ended.out()).startsWith("status 200");
    assertThat(log).doesNotExist();
    assertThat(ended.err()).doesNotContain("TRACE");
  }

  private static ChildJvm probe() {
    String target = "https://localhost:" + simulator.foundry().port();
    return ChildJvm.running(IsolationProbe.class, target + "/openai/v1/models")
        .agent("hosts=" + target)
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE));
  }
}
