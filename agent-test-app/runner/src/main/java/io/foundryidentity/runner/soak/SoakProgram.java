package io.foundryidentity.runner.soak;

import io.foundryidentity.runner.process.Call;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the soak's program reports about itself each second. */
final class SoakProgram {

  /**
   * The program's heap and threads at one moment.
   *
   * @param heapBytes the heap in use after a garbage collection
   * @param kinds how many threads of each name there are, as text
   */
  record Vitals(long heapBytes, int threads, String kinds) {}

  private final Clock clock;
  private final List<Vitals> vitals = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private Map<String, String> counts = Map.of();
  private long longestSinceAsked;
  private long clockAheadMillis;
  private int seconds;

  /**
   * @param clock the right time, to compare the program's clock with
   */
  SoakProgram(Clock clock) {
    this.clock = clock;
  }

  synchronized void heard(Call call) {
    switch (call.name()) {
      case "counts" -> {
        counts = pairs(call.text());
        seconds++;
        long longest = Long.parseLong(counts.getOrDefault("longest", "0"));
        longestSinceAsked = Math.max(longestSinceAsked, longest);
        clockAheadMillis = Long.parseLong(counts.getOrDefault("clock", "0")) - clock.millis();
      }
      case "vitals" -> {
        Map<String, String> pairs = pairs(call.text());
        vitals.add(
            new Vitals(
                Long.parseLong(pairs.getOrDefault("heap", "0")),
                Integer.parseInt(pairs.getOrDefault("threads", "0")),
                pairs.getOrDefault("kinds", "")));
      }
      default -> failures.add(call.text());
    }
    notifyAll();
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : text.split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return pairs;
  }

  /** How many were {@code answered}, {@code redirected}, {@code refused} or {@code failed}. */
  synchronized long count(String name) {
    return Long.parseLong(counts.getOrDefault(name, "0"));
  }

  synchronized long sent() {
    return count("answered") + count("redirected") + count("refused") + count("failed");
  }

  synchronized List<Vitals> vitals() {
    return List.copyOf(vitals);
  }

  /** The first exceptions that its clients threw. */
  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  /** How long it has sent requests: it reports its counts once a second. */
  synchronized Duration running() {
    return Duration.ofSeconds(seconds);
  }

  /** How far its clock was ahead in its last report; exact to a second or two. */
  synchronized Duration clockAhead() {
    return Duration.ofMillis(clockAheadMillis);
  }

  /** The longest wait of a request since the last call. */
  synchronized long nextLongestMillis() {
    long longest = longestSinceAsked;
    longestSinceAsked = 0;
    return longest;
  }

  /** Waits until that many were answered; returns whether they were in time. */
  synchronized boolean awaitAnswers(long number, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; count("answered") < number && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return count("answered") >= number;
  }
}
