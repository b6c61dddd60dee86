package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first token of a JVM does not load what it does not need. */
class FirstTokenClassesTest {

  private static Simulator simulator;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "APP_SERVICE, default",
    "IMDS, default",
    "IMDS, managed-identity",
    "WORKLOAD_IDENTITY, default",
    "CLIENT_SECRET, environment",
    "CLIENT_CERTIFICATE, environment",
  })
  void no_class_of_reactor_is_loaded(IdentityKind kind, String credential) throws Exception {
    Path log = folder.resolve("classes.log");
    String result =
        new ChildJvm()
            .with(simulator.identity().environment(kind))
            .flags(simulator.certificates().trustProperties())
            .flag("-Xlog:class+load:file=" + log)
            .run("credential=" + credential)
            .result();
    assertThat(result).startsWith("token ");
    List<String> classes = Files.readAllLines(log);
    assertThat(classes).anyMatch(line -> line.contains(" com.microsoft.aad.msal4j."));
    assertThat(classes).noneMatch(line -> line.contains(" reactor."));
  }
}
