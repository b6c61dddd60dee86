package io.foundryidentity.agent.core.token;

/** The time: by the wall clock, which can be changed, and by a monotonic clock, which cannot. */
public interface Clock {

  /** Milliseconds since the epoch; may jump either way. Read once for every request. */
  long epochMillis();

  /** Milliseconds since an arbitrary moment; never goes back, may stop while the machine sleeps. */
  long monotonicMillis();

  /** The machine's clocks. */
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
