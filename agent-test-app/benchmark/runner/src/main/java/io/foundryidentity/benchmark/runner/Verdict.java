package io.foundryidentity.benchmark.runner;

import java.util.Locale;

/**
 * One budget and what was measured.
 *
 * @param what what is limited
 * @param limit the limit, as it is written
 * @param measured the median and its interval, or the only value
 * @param state what that makes of it
 */
record Verdict(String what, String limit, String measured, State state) {

  /** Where a median is beyond its limit but its interval is not, nothing is proved. */
  enum State {
    KEPT("kept"),
    OPEN("not decided: the interval holds the limit"),
    BROKEN("broken");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static Verdict atMost(String what, Estimate measured, double limit, String unit) {
    State state =
        measured.median() <= limit
            ? State.KEPT
            : measured.low() > limit ? State.BROKEN : State.OPEN;
    return new Verdict(what, "≤ " + Numbers.limit(limit) + unit, Numbers.of(measured, unit), state);
  }

  static Verdict atLeast(String what, Estimate measured, double limit, String unit) {
    State state =
        measured.median() >= limit
            ? State.KEPT
            : measured.high() < limit ? State.BROKEN : State.OPEN;
    return new Verdict(what, "≥ " + Numbers.limit(limit) + unit, Numbers.of(measured, unit), state);
  }

  static Verdict count(String what, long measured, long limit) {
    return new Verdict(
        what,
        limit == 0 ? "0" : "≤ " + limit,
        Long.toString(measured),
        measured <= limit ? State.KEPT : State.BROKEN);
  }

  String line() {
    return String.format(Locale.ROOT, "%-60s %12s  %-34s %s", what, limit, measured, state.words());
  }
}
