package io.foundryidentity.benchmark.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * A median and how sure it is.
 *
 * @param median the middle of the values
 * @param low the lower end of the median's 95 % confidence interval
 * @param high its upper end
 */
record Estimate(double median, double low, double high) {

  /** The difference of two that were not measured in pairs. */
  Estimate less(Estimate other) {
    return new Estimate(median - other.median, low - other.high, high - other.low);
  }

  /**
   * The interval is that of the order statistics, which assumes nothing of how values are spread.
   * Under six values there is none for 95 %: then it is the lowest and the highest value.
   */
  static Estimate of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    int cut = cut(n);
    double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    return new Estimate(median, sorted.get(cut), sorted.get(n - 1 - cut));
  }

  static Estimate ofPairs(List<Double> some, List<Double> others, DoubleBinaryOperator of) {
    if (some.size() != others.size()) {
      throw new IllegalArgumentException(some.size() + " and " + others.size() + " are no pairs");
    }
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      values.add(of.applyAsDouble(some.get(i), others.get(i)));
    }
    return of(values);
  }

  /** How many values at each end lie outside: as many as a fair coin hits with 2.5 % at most. */
  private static int cut(int n) {
    double probability = Math.pow(0.5, n);
    double sum = probability;
    int cut = 0;
    while (sum <= 0.025) {
      cut++;
      probability = probability * (n - cut + 1) / cut;
      sum += probability;
    }
    return Math.max(0, cut - 1);
  }
}
