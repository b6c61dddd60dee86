package io.foundryidentity.benchmark.scale;

import static io.foundryidentity.benchmark.scale.SimulatedTime.HOUR;
import static io.foundryidentity.benchmark.scale.SimulatedTime.MINUTE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All scenarios of the page; public for the main. */
public final class ScaleSimulation {

  private static final int JVMS = 10_000;
  private static final int ON_A_MACHINE = 100;
  private static final int MOST_PODS = 250;
  private static final int TENANT = 200;

  private final int jvms;
  private final int divisor;

  /**
   * @param divisor of the number of JVMs, and of the limits of an endpoint that all share
   */
  public ScaleSimulation(int divisor) {
    this.divisor = divisor;
    this.jvms = JVMS / divisor;
  }

  /** One object for each result, separated by commas. */
  public String json() {
    return run().stream().map(ScaleResult::json).collect(Collectors.joining(",\n"));
  }

  List<ScaleResult> run() {
    List<ScaleResult> results = new ArrayList<>();
    EndpointRules machine = EndpointRules.ofMachine();
    EndpointRules one = machine.perSecond(machine.perSecond() / divisor);
    EndpointRules tenant = EndpointRules.ofTenant(TENANT / divisor);
    for (Variant variant : List.of(Variant.LIBRARY, Variant.AGENT)) {
      results.add(ScaleScenarios.start("start, one endpoint", variant, one, 1, jvms));
      results.add(
          ScaleScenarios.start(
              "start, 100 on a machine", variant, machine, jvms / ON_A_MACHINE, ON_A_MACHINE));
      results.add(ScaleScenarios.start("start, one tenant", variant, tenant, 1, jvms));
      results.add(
          ScaleScenarios.rollout(
              "rollout, 100 on a machine", variant, jvms / ON_A_MACHINE, ON_A_MACHINE));
      results.addAll(
          ScaleScenarios.outage("outage of 20 min", variant, one.life(HOUR), jvms, 20 * MINUTE));
      results.addAll(
          ScaleScenarios.outage("outage of 65 min", variant, one.life(HOUR), jvms, 65 * MINUTE));
    }
    for (Variant variant : List.of(Variant.NO_JITTER, Variant.TENTH, Variant.AGENT, Variant.HALF)) {
      results.addAll(
          ScaleScenarios.sameSecond("same second, 1 h", variant, one.life(HOUR), jvms, 6));
      results.addAll(ScaleScenarios.sameSecond("same second, 24 h", variant, one, jvms, 3));
      results.addAll(
          ScaleScenarios.sameSecond(
              "same second, refresh_in 20 min",
              variant,
              one.life(HOUR).refreshIn(20 * MINUTE),
              jvms,
              3));
      results.add(ScaleScenarios.sharedToken("shared token, 24 h", variant, MOST_PODS));
    }
    return results;
  }
}
