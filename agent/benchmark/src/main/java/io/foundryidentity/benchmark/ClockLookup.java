package io.foundryidentity.benchmark;

import org.openjdk.jmh.annotations.Benchmark;

/** The part of a hit that cannot be made faster: the clock must be read to serve a token. */
public class ClockLookup {

  @Benchmark
  public long epochMillis() {
    return System.currentTimeMillis();
  }
}
