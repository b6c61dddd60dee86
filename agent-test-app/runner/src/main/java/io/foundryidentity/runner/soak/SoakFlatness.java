package io.foundryidentity.runner.soak;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Compares the first third of a soak with the last one, by medians.
 *
 * @param first the median of the first third
 * @param last the median of the last third
 */
record SoakFlatness(long first, long last) {

  /** At least three for each third, as fewer samples would compare outliers. */
  private static final int FEWEST = 9;

  /** Fails if there are too few samples to compare. */
  static <T> SoakFlatness of(List<T> samples, ToLongFunction<T> value) {
    if (samples.size() < FEWEST) {
      throw new IllegalArgumentException(samples.size() + " samples are too few to compare");
    }
    int third = samples.size() / 3;
    return new SoakFlatness(
        median(samples.subList(0, third), value),
        median(samples.subList(samples.size() - third, samples.size()), value));
  }

  private static <T> long median(List<T> samples, ToLongFunction<T> value) {
    long[] sorted = samples.stream().mapToLong(value).sorted().toArray();
    return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
  }

  long growth() {
    return last - first;
  }
}
