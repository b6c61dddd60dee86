package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * User and system time of a process's threads, as the scheduler accounts for it in nanoseconds;
 * that of a process is counted in hundredths of a second. A thread that ends between two readings
 * is missing in the second one.
 */
final class ThreadTimes {

  private ThreadTimes() {}

  static double micros(long pid) throws IOException {
    double sum = 0;
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        String times = Files.readString(thread.resolve("schedstat"));
        sum += Long.parseLong(times.substring(0, times.indexOf(' '))) / 1e3;
      }
    }
    return sum;
  }
}
