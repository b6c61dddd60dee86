package io.foundryidentity.benchmark.scale;

import java.util.Map;
import java.util.TreeMap;

/** How many requests came in each second, and how many of them were refused. */
final class RequestCounts {

  private final TreeMap<Long, long[]> seconds = new TreeMap<>();

  void add(long millis, boolean refused) {
    long[] second = seconds.computeIfAbsent(millis / SimulatedTime.SECOND, unseen -> new long[2]);
    second[0]++;
    second[1] += refused ? 1 : 0;
  }

  private Map<Long, long[]> between(long from, long to) {
    return seconds.subMap(from / SimulatedTime.SECOND, to / SimulatedTime.SECOND);
  }

  /** All in the time from (included) to (excluded), in milliseconds. */
  long requests(long from, long to) {
    return between(from, to).values().stream().mapToLong(second -> second[0]).sum();
  }

  long refused(long from, long to) {
    return between(from, to).values().stream().mapToLong(second -> second[1]).sum();
  }

  /** The most in one second. */
  long peak(long from, long to) {
    return between(from, to).values().stream().mapToLong(second -> second[0]).max().orElse(0);
  }
}
