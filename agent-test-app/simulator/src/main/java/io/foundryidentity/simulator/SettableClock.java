package io.foundryidentity.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands, until somebody lets time pass. */
public final class SettableClock extends Clock {

  private volatile Instant now;

  public SettableClock(Instant start) {
    now = start;
  }

  /** Moves the clock on, or back where the duration is negative. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Itself: only the time zone would differ, which no token knows. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
