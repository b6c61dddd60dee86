package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * User and system time of a process's threads, as the scheduler accounts for it in nanoseconds;
 * that of a process is counted in hundredths of a second. The time of a thread that has ended is
 * missing.
 */
final class ThreadTimes {

  private ThreadTimes() {}

  static double micros(long pid) throws IOException {
    double sum = 0;
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        sum += microsOf(thread);
      }
    }
    return sum;
  }

  private static double microsOf(Path thread) throws IOException {
    try {
      String times = Files.readString(thread.resolve("schedstat"));
      return Long.parseLong(times.substring(0, times.indexOf(' '))) / 1e3;
    } catch (IOException unreadable) {
      if (Files.exists(thread)) {
        throw unreadable;
      }
      return 0; // It ended after it was listed
    }
  }
}
