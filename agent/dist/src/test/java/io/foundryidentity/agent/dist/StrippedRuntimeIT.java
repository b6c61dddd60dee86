package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime image with no more modules than an HTTPS client needs, as jlink makes them. */
class StrippedRuntimeIT {

  @Test
  void without_management_and_logging_requests_are_signed_all_the_same(@TempDir Path folder) {
    Path image = folder.resolve("jre");
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

    try (Simulator simulator = Simulator.builder().start()) {
      String target = RunningApplication.target(simulator);
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
  }
}
