package io.foundryidentity.benchmark.scale;

import static io.foundryidentity.benchmark.scale.SimulatedTime.HOUR;
import static io.foundryidentity.benchmark.scale.SimulatedTime.MINUTE;
import static io.foundryidentity.benchmark.scale.SimulatedTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page says of ten thousand JVMs, with 500 or less; each simulation has the same seed. */
class ScaleTest {

  private static final int JVMS = 500;

  /** The limits of one machine, as many times smaller as the JVMs are fewer than 10,000. */
  private static final EndpointRules ONE_ENDPOINT = EndpointRules.ofMachine().perSecond(1);

  private static ScaleResult start(Variant variant, EndpointRules rules, int jvms) {
    return ScaleScenarios.start("start", variant, rules, 1, jvms);
  }

  private static List<ScaleResult> sameSecond(Variant variant) {
    return ScaleScenarios.sameSecond("same second", variant, ONE_ENDPOINT.life(HOUR), JVMS, 3);
  }

  @Test
  void a_lone_jvm_has_its_first_token_as_soon_as_the_endpoint_answers() {
    ScaleResult alone = start(Variant.AGENT, EndpointRules.ofMachine(), 1);
    assertThat(alone.requests()).isEqualTo(1);
    assertThat(alone.longest()).isBetween(50L, 150L);
  }

  @Test
  void jvms_that_start_together_use_all_that_the_endpoint_accepts() {
    ScaleResult agent = start(Variant.AGENT, EndpointRules.ofMachine(), JVMS);
    ScaleResult library = start(Variant.LIBRARY, EndpointRules.ofMachine(), JVMS);
    assertThat(agent.median()).as("500 at 20 a second").isLessThan(20 * SECOND);
    assertThat(agent.longest()).isLessThan(MINUTE);
    assertThat(agent.requests()).isLessThan(library.requests() * 2 / 3);
    assertThat(agent.peak()).isLessThan(library.peak() * 3 / 4);
  }

  @Test
  void nobody_comes_back_before_the_wait_that_the_endpoint_asks_for_is_over() {
    EndpointRules tenant = EndpointRules.ofTenant(10);
    ScaleResult agent = start(Variant.AGENT, tenant, JVMS);
    ScaleResult library = start(Variant.LIBRARY, tenant, JVMS);
    assertThat(agent.early()).isZero();
    assertThat(library.early()).isPositive();
    assertThat(agent.longest()).isLessThan(library.longest() * 2 / 3);
    assertThat(agent.requests()).isLessThan(library.requests() / 2);
  }

  @Test
  void tokens_of_the_same_second_are_refreshed_without_a_rush() {
    ScaleResult agent = sameSecond(Variant.AGENT).get(0);
    ScaleResult tenth = sameSecond(Variant.TENTH).get(0);
    assertThat(agent.requests()).isLessThan(tenth.requests() / 3);
    assertThat(agent.peak()).isLessThan(tenth.peak() / 3);
  }

  @Test
  void the_refreshes_move_apart_with_each_generation() {
    List<ScaleResult> refreshes = sameSecond(Variant.AGENT);
    assertThat(refreshes.get(1).refused()).isLessThan(refreshes.get(0).refused());
    assertThat(refreshes.get(2).refused()).isLessThan(refreshes.get(1).refused());
    assertThat(refreshes).allMatch(refresh -> refresh.ended() == 0);
  }

  @Test
  void an_outage_of_less_than_half_a_life_ends_no_token() {
    for (ScaleResult part :
        ScaleScenarios.outage(
            "outage", Variant.AGENT, ONE_ENDPOINT.life(HOUR), JVMS, 20 * MINUTE)) {
      assertThat(part.requests()).isPositive();
      assertThat(part.ended()).isZero();
    }
  }

  @Test
  void after_a_longer_outage_all_have_a_token_in_little_more_than_the_endpoint_needs() {
    List<ScaleResult> parts =
        ScaleScenarios.outage("outage", Variant.AGENT, ONE_ENDPOINT.life(HOUR), 200, 65 * MINUTE);
    assertThat(parts.get(0).ended()).isEqualTo(200);
    assertThat(parts.get(1).longest()).as("200 at one a second").isBetween(3 * MINUTE, 5 * MINUTE);
  }

  @Test
  void the_pods_of_one_machine_do_not_ask_together_for_the_token_that_they_share() {
    ScaleResult agent = ScaleScenarios.sharedToken("shared", Variant.AGENT, 250);
    ScaleResult without = ScaleScenarios.sharedToken("shared", Variant.NO_JITTER, 250);
    assertThat(agent.refused()).isZero();
    assertThat(without.refused()).isPositive();
    assertThat(agent.ended()).isZero();
  }

  @Test
  void the_same_seed_gives_the_same_numbers() {
    assertThat(start(Variant.AGENT, EndpointRules.ofMachine(), 50).json())
        .isEqualTo(start(Variant.AGENT, EndpointRules.ofMachine(), 50).json());
  }
}
