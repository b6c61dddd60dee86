package io.foundryidentity.benchmark;

import java.time.Duration;

/**
 * The times of a run, counted from the first token.
 *
 * <p>A token lives for about a minute instead of an hour, so that a run can wait for its refresh.
 * This project's cache asks at half of the life; azure-core's asks from five minutes before the
 * end, but not within 30 s of the last time. The outage (a minute, or 18 s in a quick run) begins
 * before both ask, and ends before the token does.
 */
record RefreshTimes(Duration tokenLife, Duration outageBegins, Duration outageEnds, Duration run) {

  /** How long a slow endpoint takes for an answer. */
  static final Duration SLOW = Duration.ofSeconds(2);

  static RefreshTimes of(boolean quick) {
    return quick
        ? new RefreshTimes(seconds(60), seconds(20), seconds(38), seconds(50))
        : new RefreshTimes(seconds(100), seconds(20), seconds(80), seconds(110));
  }

  String json(boolean quick) {
    return "{\"quick\": "
        + quick
        + ", \"callers\": 64, \"tokenLifeSeconds\": "
        + tokenLife.toSeconds()
        + ", \"slowAnswerSeconds\": "
        + SLOW.toSeconds()
        + ", \"outageSeconds\": "
        + outageEnds.minus(outageBegins).toSeconds()
        + ", \"refreshes\": [\n";
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
