package io.foundryidentity.benchmark.scale;

import static io.foundryidentity.benchmark.scale.SimulatedTime.HOUR;
import static io.foundryidentity.benchmark.scale.SimulatedTime.MINUTE;
import static io.foundryidentity.benchmark.scale.SimulatedTime.SECOND;

import java.util.ArrayList;
import java.util.List;

/** What can happen to many JVMs at once; each method is one simulation. */
final class ScaleScenarios {

  private ScaleScenarios() {}

  /** All start within a fifth of a second, as after a deployment. */
  static ScaleResult start(
      String name, Variant variant, EndpointRules rules, int machines, int jvmsOnEach) {
    Fleet fleet = new Fleet(variant, rules, machines, jvmsOnEach);
    fleet.start(SECOND / 5);
    long end = 0;
    while (end == 0 || !fleet.allHaveTokens()) {
      end += MINUTE / 4;
      fleet.time.passUntil(end);
    }
    return fleet.result(name, "", 0, end, fleet.jvms);
  }

  /** Each minute a tenth of the JVMs on each machine is restarted, while the others work. */
  static ScaleResult rollout(String name, Variant variant, int machines, int jvmsOnEach) {
    Fleet fleet = new Fleet(variant, EndpointRules.ofMachine(), machines, jvmsOnEach);
    fleet.startUnlimited(12 * HOUR);
    long begin = fleet.time.now();
    for (int wave = 0; wave < 10; wave++) {
      for (int i = wave; i < fleet.jvms.size(); i += 10) {
        fleet.restart(i);
      }
      fleet.time.passUntil(fleet.time.now() + MINUTE);
    }
    return fleet.result(name, "", begin, fleet.time.now(), fleet.jvms);
  }

  /** All got their tokens in the same second: what happens at each of the next refreshes. */
  static List<ScaleResult> sameSecond(
      String name, Variant variant, EndpointRules rules, int jvms, int generations) {
    Fleet fleet = new Fleet(variant, rules, 1, jvms);
    fleet.startUnlimited(SECOND);
    long wait = rules.refreshIn() == 0 ? rules.life() / 2 : rules.refreshIn();
    List<ScaleResult> results = new ArrayList<>();
    long from = MINUTE;
    for (int generation = 1; generation <= generations; generation++) {
      // The refreshes of a generation end a little after its last one was planned
      long to = generation * wait + wait / 20;
      fleet.time.passUntil(to);
      results.add(fleet.result(name, "refresh " + generation, from, to, List.of()));
      from = to;
    }
    ScaleResult last = results.remove(results.size() - 1);
    results.add(last.withMinutes(fleet.minutes(0, from / MINUTE * MINUTE)));
    return results;
  }

  /**
   * The endpoint fails for that time, and returns. {@code longest} of the second part is the time
   * from its return until all have a token.
   */
  static List<ScaleResult> outage(
      String name, Variant variant, EndpointRules rules, int jvms, long length) {
    Fleet fleet = new Fleet(variant, rules, 1, jvms);
    fleet.startUnlimited(rules.life() / 2);
    fleet.fail(true);
    long begin = fleet.time.now();
    fleet.time.passUntil(begin + length);
    List<ScaleResult> results = new ArrayList<>();
    results.add(
        fleet.result(
            name,
            "the last 10 min of it",
            begin + length - 10 * MINUTE,
            begin + length,
            List.of()));
    fleet.fail(false);
    long back = fleet.time.now();
    while (!fleet.allHaveTokens()) {
      fleet.time.passUntil(fleet.time.now() + SECOND);
    }
    long recovered = fleet.time.now() - back;
    fleet.time.passUntil(back + 20 * MINUTE);
    results.add(
        fleet
            .result(name, "20 min after it", back, back + 20 * MINUTE, List.of())
            .withLongest(recovered));
    return results;
  }

  /** All on one machine share the token that its endpoint keeps: the requests of a day. */
  static ScaleResult sharedToken(String name, Variant variant, int jvms) {
    EndpointRules rules = EndpointRules.ofMachine().keptUntil(5 * MINUTE);
    Fleet fleet = new Fleet(variant, rules, 1, jvms);
    fleet.start(MINUTE);
    fleet.time.passUntil(25 * HOUR);
    return fleet.result(name, "", HOUR, 25 * HOUR, List.of());
  }
}
