package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What JMH says of one benchmark under so many threads.
 *
 * @param benchmark its class and method
 * @param nanos a call's nanoseconds on one processor, and where most iterations lie
 * @param callsPerMicrosecond all threads together
 * @param bytes what a call allocates
 */
record LookupResult(
    String benchmark, int threads, Estimate nanos, double callsPerMicrosecond, double bytes) {

  static List<LookupResult> read(Path file) throws IOException {
    return Row.read(file).stream().map(LookupResult::of).toList();
  }

  private static LookupResult of(Row row) {
    return new LookupResult(
        row.text("benchmark"),
        (int) row.number("threads"),
        new Estimate(row.number("nanosPerCall"), row.number("p25"), row.number("p75")),
        row.number("callsPerMicrosecond"),
        row.number("bytesPerCall"));
  }

  /** The others are there to be compared with. */
  boolean isOurs() {
    return benchmark.startsWith("AgentLookup.");
  }

  boolean isMiss() {
    return benchmark.toLowerCase(Locale.ROOT).contains("miss");
  }

  /** One reading of the clock and nothing else. */
  boolean isClock() {
    return benchmark.startsWith("ClockLookup.");
  }
}
