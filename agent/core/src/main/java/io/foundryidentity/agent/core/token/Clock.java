package io.foundryidentity.agent.core.token;

/** What time it is: by the wall, which people and daylight move, and by a count that only grows. */
public interface Clock {

  /** Milliseconds since the epoch; may jump either way. Read once for every request. */
  long epochMillis();

  /**
   * Milliseconds since some moment of no meaning; never goes back, may stand still in a suspend.
   */
  long monotonicMillis();

  /** The machine's own. */
  static Clock system() {
    return new Clock() {
      @Override
      public long epochMillis() {
        return System.currentTimeMillis();
      }

      @Override
      public long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
      }
    };
  }
}
