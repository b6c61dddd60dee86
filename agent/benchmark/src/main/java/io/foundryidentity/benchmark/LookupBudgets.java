package io.foundryidentity.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a lookup may cost; only this project's own are held to it. */
final class LookupBudgets {

  private static final double HIT_NANOS = 30;
  private static final double MISS_NANOS = 15;

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
    for (LookupFigures each : all) {
      if (!each.benchmark().startsWith("AgentLookup.")) {
        continue;
      }
      double most = each.benchmark().contains("miss") ? MISS_NANOS : HIT_NANOS;
      if (each.threads() == 1 && each.nanos() > most) {
        broken.add(say(each, "%.1f ns, at most %.0f", each.nanos(), most));
      }
      if (each.bytes() > BYTES) {
        broken.add(say(each, "%.2f B, at most %.1f", each.bytes(), BYTES));
      }
      double alone = alone(each);
      if (each.nanos() > alone * STEEPNESS) {
        broken.add(
            say(each, "%.1f ns, %.1f times one thread's", each.nanos(), each.nanos() / alone));
      }
    }
    if (broken.isEmpty() && all.isEmpty()) {
      broken.add("nothing was measured");
    }
    return broken;
  }

  private double alone(LookupFigures figures) {
    return all.stream()
        .filter(each -> each.threads() == 1 && each.benchmark().equals(figures.benchmark()))
        .mapToDouble(LookupFigures::nanos)
        .findFirst()
        .orElseThrow();
  }

  private static String say(LookupFigures figures, String what, Object... numbers) {
    return figures.benchmark()
        + " under "
        + figures.threads()
        + " threads: "
        + String.format(Locale.ROOT, what, numbers);
  }
}
