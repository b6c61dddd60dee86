package io.foundryidentity.benchmark;

import org.openjdk.jmh.annotations.Benchmark;

/** The part of a hit that no code of ours can shorten: whoever serves a token reads the clock. */
public class ClockLookup {

  @Benchmark
  public long epochMillis() {
    return System.currentTimeMillis();
  }
}
