package io.foundryidentity.benchmark.programs;

/** Counts of latencies in buckets that are 1/128 of their value wide; for one thread. */
final class Latencies {

  private static final int BITS = 7;

  private final long[] counts = new long[Long.SIZE << BITS];
  private long total;

  void add(long nanos) {
    counts[bucket(nanos)]++;
    total++;
  }

  void add(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  long total() {
    return total;
  }

  /** The lowest bucket's end that this part of all latencies does not exceed, in nanoseconds. */
  long percentile(double percent) {
    long wanted = (long) Math.ceil(total * percent / 100);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return end(i);
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos | 1) - BITS);
    return (shift << BITS) + (int) (nanos >>> shift);
  }

  private static long end(int bucket) {
    int shift = Math.max(0, (bucket >> BITS) - 1);
    long mantissa = bucket - ((long) shift << BITS);
    return ((mantissa + 1) << shift) - 1;
  }
}
