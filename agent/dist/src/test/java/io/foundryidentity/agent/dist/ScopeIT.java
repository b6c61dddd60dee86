package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.HttpClientGet;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A target that does not want the audience that its name lets one expect. */
class ScopeIT {

  private Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    simulator.foundry().audiences("https://ai.azure.com");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void under_scope_auto_the_other_scope_is_tried_once_and_stays() {
    ChildJvm.Ended ended = get("");

    assertThat(ended.out()).isEqualTo("200\n200\n200\n");
    assertThat(ended.err())
        .containsOnlyOnce(
            "refused a token for https://cognitiveservices.azure.com/.default: from now on its"
                + " requests use tokens for https://ai.azure.com/.default");
  }

  @Test
  void a_scope_of_the_operators_is_used_as_it_is() {
    ChildJvm.Ended ended = get(",scope=https://cognitiveservices.azure.com/.default");

    assertThat(ended.out()).contains("audience is incorrect").endsWith("401\n");
    // Not the other scope's name: the line that explains the refusal may be out, and recommends it
    assertThat(ended.err()).doesNotContain("from now on its requests use");
  }

  @Test
  void where_both_are_refused_the_line_says_that_the_scope_is_not_the_reason() {
    simulator.foundry().denyRole();

    ChildJvm.Ended ended = get("");

    assertThat(ended.out()).contains("PermissionDenied").endsWith("401\n");
    assertThat(ended.err()).containsOnlyOnce("the scope is not the reason");
  }

  @Test
  void a_foundry_resources_own_name_begins_with_the_scope_of_foundry() {
    ChildJvm.Ended ended = getByOwnName();

    assertThat(ended.out()).isEqualTo("200\n200\n");
    assertThat(ended.err()).doesNotContain("refused a token");
    assertThat(simulator.foundry().requests()).hasSize(2);
  }

  @Test
  void and_finds_the_other_one_if_the_resource_wants_that() {
    simulator.foundry().audiences("https://cognitiveservices.azure.com");

    ChildJvm.Ended ended = getByOwnName();

    assertThat(ended.out()).isEqualTo("200\n200\n");
    assertThat(ended.err())
        .containsOnlyOnce(
            "refused a token for https://ai.azure.com/.default: from now on its requests use"
                + " tokens for https://cognitiveservices.azure.com/.default");
    assertThat(simulator.foundry().requests()).hasSize(3);
  }

  private ChildJvm.Ended getByOwnName() {
    String models = "https://contoso.services.ai.azure.com/openai/v1/models";
    return ChildJvm.running(HttpClientGet.class, models, models)
        .agent("hosts=contoso.services.ai.azure.com")
        .options(simulator.certificates().trustProperties())
        .option("-Dhttps.proxyHost=127.0.0.1")
        .option("-Dhttps.proxyPort=" + simulator.proxy().port())
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
        .run();
  }

  private ChildJvm.Ended get(String more) {
    String target = "https://localhost:" + simulator.foundry().port();
    String models = target + "/openai/v1/models";
    return ChildJvm.running(HttpClientGet.class, models, models, models)
        .agent("hosts=" + target + more)
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
        .run();
  }
}
