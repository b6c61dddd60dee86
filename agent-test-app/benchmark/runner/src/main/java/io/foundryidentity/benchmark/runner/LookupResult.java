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
        new Estimate(
            row.number("nsPerOp", "nanosPerCall"),
            row.number("nsLow", "p25"),
            row.number("nsHigh", "p75")),
        row.number("opsPerMicrosecond", "callsPerMicrosecond"),
        row.number("bytesPerOp", "bytesPerCall"));
  }

  /** The others are there to be compared with. */
  boolean isOurs() {
    return benchmark.startsWith("AgentLookup.");
  }

  boolean isMiss() {
    return benchmark.toLowerCase(Locale.ROOT).contains("miss");
  }
}
