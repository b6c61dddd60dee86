package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.HttpClientGet;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When azure-identity comes into memory, under {@code prefetch=never}. */
class IdentityOnDemandIT {

  private static final String LIBRARY = " com.azure.identity.";

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
  void requests_to_other_hosts_load_nothing_of_it() throws IOException {
    String other = "http://127.0.0.1:" + simulator.foundry().plainPort() + "/openai/v1/models";

    List<String> loaded = loaded("contoso.openai.azure.com", other, "403");

    assertThat(loaded).anyMatch(line -> line.contains(" net.bytebuddy."));
    assertThat(loaded)
        .noneMatch(line -> line.contains(LIBRARY))
        .noneMatch(line -> line.contains(" com.microsoft.aad."))
        .noneMatch(line -> line.contains(" reactor."));
  }

  @Test
  void the_first_request_to_a_target_loads_it() throws IOException {
    String target = "https://localhost:" + simulator.foundry().port();

    assertThat(loaded(target, target + "/openai/v1/models", "200"))
        .anyMatch(line -> line.contains(LIBRARY));
  }

  private List<String> loaded(String hosts, String url, String status) throws IOException {
    Path log = folder.resolve("classes.log");
    ChildJvm.Ended ended =
        ChildJvm.running(HttpClientGet.class, url)
            .agent("prefetch=never,hosts=" + hosts)
            .option("-Xlog:class+load:file=" + log + ":tags")
            .options(simulator.certificates().trustProperties())
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .run();
    assertThat(ended.out()).as(ended.err()).endsWith(status + "\n");
    return Files.readAllLines(log);
  }
}
