package io.foundryidentity.agent.core.diagnosis;

import org.jspecify.annotations.Nullable;

/** Compares this machine's clock with the target's and with the times in a token. */
public final class ClockSkew {

  private ClockSkew() {}

  /**
   * Explains how this machine's clock is wrong; null if it is not.
   *
   * @param theirDate the time that the target gave, in milliseconds since the epoch, or 0
   * @param now the time by this machine's clock
   * @param allowed the difference that is accepted, in milliseconds
   */
  public static @Nullable Explanation explain(
      long theirDate, TokenClaims claims, long now, long allowed, Shell shell) {
    long ahead = theirDate == 0 ? 0 : now - theirDate;
    if (Math.abs(ahead) <= allowed) {
      // A token that begins later than now was issued by a clock that is ahead of this one.
      ahead = Math.min(0, now - claims.notBeforeMillis());
    }
    if (Math.abs(ahead) <= allowed) {
      return null;
    }
    return new Explanation(
        Cause.CLOCK_SKEW,
        "This machine's clock is "
            + duration(Math.abs(ahead))
            + (ahead > 0 ? " ahead" : " behind")
            + ". So good tokens look expired or not yet valid. Set the clock.",
        shell.setClock());
  }

  private static String duration(long millis) {
    long seconds = millis / 1000;
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }
}
