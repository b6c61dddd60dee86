package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that may do little more than make a request. */
@Tag("long")
class SecurityManagerIT {

  private static final String AGENT =
      """
      grant codeBase "%s" {
        permission java.security.AllPermission;
      };
      """
          .formatted(ChildJvm.JAR.toUri());

  private static final String APPLICATION =
      """
      grant codeBase "%s" {
        permission java.net.SocketPermission "*", "connect,resolve";
      };
      """
          .formatted(ChildJvm.testClasses().toUri());

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

  @Test
  void the_agent_signs_with_its_own_rights_whoever_makes_the_request() throws IOException {
    ChildJvm.Ended ended = run(AGENT + APPLICATION);

    assertThat(ended.out()).as(ended.err()).isEqualTo("200\n");
    assertThat(ended.err()).doesNotContain("AccessControlException");
  }

  @Test
  void one_line_says_what_a_policy_without_the_agents_jar_lacks() throws IOException {
    ChildJvm.Ended ended = run(APPLICATION);

    assertThat(ended.out()).as(ended.err()).endsWith("403\n"); // Keys are off
    assertThat(ended.err().lines().filter(line -> line.startsWith("foundry-identity")))
        .singleElement()
        .asString()
        .endsWith("the security manager's policy must grant this jar java.security.AllPermission");
  }

  private ChildJvm.Ended run(String policy) throws IOException {
    Path file = Files.writeString(folder.resolve("policy"), policy);
    String target = "http://127.0.0.1:" + simulator.foundry().plainPort();
    return ChildJvm.running(Get.class, target + "/openai/v1/models")
        .agent("hosts=" + target)
        .option("-Djava.security.manager")
        .option("-Djava.security.policy=" + file)
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
        .run();
  }
}
