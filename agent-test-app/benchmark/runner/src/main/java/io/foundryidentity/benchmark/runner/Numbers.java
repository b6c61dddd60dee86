package io.foundryidentity.benchmark.runner;

import java.util.Locale;

/** Numbers as the page writes them. */
final class Numbers {

  private Numbers() {}

  /** Three or four significant digits, and thousands with a comma. */
  static String of(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%,.1f" : size >= 2 ? "%,.2f" : "%,.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /** Rounded, and thousands with a comma. */
  static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  static String limit(double value) {
    return value == Math.rint(value) ? whole(value) : of(value);
  }

  /** A median and its interval. */
  static String of(Estimate estimate, String unit) {
    if (estimate.low() == estimate.high()) {
      return of(estimate.median()) + unit;
    }
    return of(estimate.median())
        + unit
        + " ("
        + of(estimate.low())
        + " to "
        + of(estimate.high())
        + ")";
  }
}
