package io.foundryidentity.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a lookup may cost; only this project's own are held to it.
 *
 * <p>A hit reads the clock once, so that no token is sent after its end, even by a machine that has
 * just slept. That takes from 15 to 25 ns, as the machine has it, so a hit's budget is what it
 * takes beyond one reading, measured in the same run.
 */
final class LookupBudgets {

  private static final double HIT_NANOS_BEYOND_THE_CLOCK = 20;
  private static final double MISS_NANOS = 15;

  private static final String AGENT = "AgentLookup.";
  private static final String CLOCK = "ClockLookup.epochMillis";

  /** JMH counts what it allocates itself: less than one byte a call. */
  private static final double BYTES = 0.5;

  /** 64 threads against one: two processors at once are never quite as fast as one alone. */
  private static final double STEEPNESS = 1.5;

  private final List<LookupFigures> all;

  LookupBudgets(List<LookupFigures> all) {
    this.all = all;
  }

  List<String> broken() {
    List<String> broken = new ArrayList<>();
    if (all.stream().noneMatch(each -> each.benchmark().startsWith(AGENT))) {
      broken.add("nothing of this project's was measured");
    }
    for (LookupFigures each : all) {
      if (!each.benchmark().startsWith(AGENT)) {
        continue;
      }
      boolean miss = each.benchmark().startsWith(AGENT + "miss");
      double most = miss ? MISS_NANOS : HIT_NANOS_BEYOND_THE_CLOCK + alone(CLOCK);
      if (each.threads() == 1 && each.nanos() > most) {
        broken.add(say(each, "%.1f ns, at most %.1f", each.nanos(), most));
      }
      if (each.bytes() > BYTES) {
        broken.add(say(each, "%.2f B, at most %.1f", each.bytes(), BYTES));
      }
      double alone = alone(each.benchmark());
      if (each.nanos() > alone * STEEPNESS) {
        broken.add(
            say(each, "%.1f ns, %.1f times one thread's", each.nanos(), each.nanos() / alone));
      }
    }
    return broken;
  }

  private double alone(String benchmark) {
    return all.stream()
        .filter(each -> each.threads() == 1 && each.benchmark().equals(benchmark))
        .mapToDouble(LookupFigures::nanos)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not measured: " + benchmark));
  }

  private static String say(LookupFigures figures, String what, Object... numbers) {
    return figures.benchmark()
        + " under "
        + figures.threads()
        + " threads: "
        + String.format(Locale.ROOT, what, numbers);
  }
}
