package io.foundryidentity.cases.virtualthreads;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Parks while it is initialized, which holds the carrier thread up to Java 25. */
final class Pinned {

  static {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
  }

  private Pinned() {}

  /** The first call is the one that parks. */
  static void touch() {}
}
