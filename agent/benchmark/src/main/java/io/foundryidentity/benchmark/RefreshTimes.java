package io.foundryidentity.benchmark;

import java.time.Duration;

/**
 * When what happens, counted from the first token.
 *
 * <p>A token lives a minute or so instead of an hour, or nobody could wait for its refresh: this
 * project's cache asks at half of the life, azure-core's from five minutes before its end, but not
 * within 30 s of the last time. The outage lasts its real minute, beginning before both ask and
 * ending before the token does.
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
