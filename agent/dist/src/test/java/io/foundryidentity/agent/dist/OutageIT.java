package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A JVM whose identity endpoint gives no token. */
class OutageIT {

  private Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    simulator.identity().failWith(403);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void by_default_the_request_goes_out_as_the_application_wrote_it() {
    ChildJvm.Ended ended = get("");

    assertThat(ended.out()).contains("AuthenticationTypeDisabled").endsWith("403\n");
    assertThat(ended.err()).contains("no token").doesNotContain("placeholder");
    assertThat(ended.exit()).isZero();
    assertThat(simulator.foundry().requests())
        .singleElement()
        .satisfies(
            request -> assertThat(request.headers().anyValueContains("placeholder")).isTrue());
  }

  @Test
  void with_on_failure_fail_the_caller_hears_why_and_nothing_is_sent() {
    ChildJvm.Ended ended = get(",on-failure=fail");

    assertThat(ended.err())
        .contains("FailurePolicyException: foundry-identity: no token for")
        .doesNotContain("placeholder");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(simulator.foundry().requests()).isEmpty();
  }

  private ChildJvm.Ended get(String more) {
    String target = "https://localhost:" + simulator.foundry().port();
    return ChildJvm.running(Get.class, target + "/openai/v1/models")
        .agent("hosts=" + target + more)
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
        .run();
  }
}
