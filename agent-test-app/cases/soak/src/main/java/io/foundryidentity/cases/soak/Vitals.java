package io.foundryidentity.cases.soak;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What this JVM holds: live objects and threads. */
final class Vitals {

  private Vitals() {}

  /**
   * As {@code name=value} pairs: the heap after a collection in bytes, threads, and their names.
   */
  static String line() {
    System.gc(); // Else the number is that of the garbage
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    Map<String, Integer> names = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      names.merge(kind(thread.getName()), 1, Integer::sum);
    }
    int threads = names.values().stream().mapToInt(Integer::intValue).sum();
    String kinds =
        names.entrySet().stream()
            .map(kind -> kind.getKey() + ":" + kind.getValue())
            .collect(Collectors.joining(","));
    return "heap=" + heap + " threads=" + threads + " kinds=" + kinds;
  }

  /** A thread's name without its number, host or blanks. */
  private static String kind(String name) {
    return name.replaceAll("[-_ #]*\\d+.*$", "").replaceAll("[\\s,:=]+", "-");
  }
}
