package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.EarlyClientAgent;
import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.agent.dist.program.HttpClientGet;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another agent has used a client before this one starts. AOT caches are in scripts/matrix. */
class LoadedBeforeIT {

  @TempDir private Path folder;

  private Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(classes = {Get.class, HttpClientGet.class})
  void the_first_request_is_authorized(Class<?> program) throws IOException {
    String target = "https://localhost:" + simulator.foundry().port();
    String stranger = "http://127.0.0.1:" + simulator.stranger().plainPort();

    ChildJvm.Ended ended =
        ChildJvm.running(program, target + "/openai/v1/models")
            .option("-javaagent:" + earlyClientAgent() + "=" + stranger)
            .agent("hosts=" + target + ",on-failure=fail")
            .options(simulator.certificates().trustProperties())
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .run();

    assertThat(ended.out()).as(ended.err()).isEqualTo("200\n");
    assertThat(simulator.stranger().requests()).hasSize(2);
  }

  private Path earlyClientAgent() throws IOException {
    Path jar = folder.resolve("early.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", EarlyClientAgent.class.getName());
    String entry = EarlyClientAgent.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(entry));
      Files.copy(ChildJvm.testClasses().resolve(entry), out);
    }
    return jar;
  }
}
