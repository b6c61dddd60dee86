package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.output.SafeText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes metrics as OpenMetrics 1.0 text (the format that Prometheus reads too).
 *
 * <p>A family is written as a whole; no series may occur twice in it, or the whole answer would be
 * refused by its reader.
 */
final class OpenMetrics {

  private final StringBuilder text = new StringBuilder();
  private String family = "";
  private String suffix = "";
  private final Set<String> series = new HashSet<>();

  /** Begins a family of counters; {@code _total} is added to its samples. */
  OpenMetrics counter(String name, String unit, String help) {
    return begin(name, "counter", "_total", unit, help);
  }

  OpenMetrics gauge(String name, String unit, String help) {
    return begin(name, "gauge", "", unit, help);
  }

  /** Begins a family whose labels are the information; its samples have the value 1. */
  OpenMetrics info(String name, String help) {
    return begin(name, "info", "_info", "", help);
  }

  /**
   * Writes a histogram without labels.
   *
   * @param bounds upper bounds of the buckets, except for the last one, which has none
   * @param counts how many are at most as large as each bound, and in the last place all
   * @param sumMillis the sum of all
   */
  OpenMetrics histogram(String name, String help, double[] bounds, long[] counts, long sumMillis) {
    begin(name, "histogram", "_bucket", "seconds", help);
    for (int i = 0; i < counts.length; i++) {
      sample(counts[i], "le", i < bounds.length ? String.valueOf(bounds[i]) : "+Inf");
    }
    suffix = "_count";
    sample(counts[counts.length - 1]);
    series.clear();
    suffix = "_sum";
    return seconds(sumMillis);
  }

  private OpenMetrics begin(String name, String type, String ending, String unit, String help) {
    family = name;
    suffix = ending;
    series.clear();
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    if (!unit.isEmpty()) {
      text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
    }
    text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
    return this;
  }

  /**
   * @param labels each name, followed by its value
   */
  OpenMetrics sample(long value, String... labels) {
    return sample(String.valueOf(value), labels);
  }

  /** A time or a length in seconds. */
  OpenMetrics seconds(long millis, String... labels) {
    return sample(String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000), labels);
  }

  OpenMetrics sample(boolean value, String... labels) {
    return sample(value ? 1 : 0, labels);
  }

  private OpenMetrics sample(String value, String... labels) {
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < labels.length; i += 2) {
      written
          .append(i == 0 ? "" : ",")
          .append(labels[i])
          .append("=\"")
          .append(escaped(labels[i + 1]))
          .append('"');
    }
    if (series.add(written.toString())) {
      text.append(family).append(suffix);
      if (labels.length > 0) {
        text.append('{').append(written).append('}');
      }
      text.append(' ').append(value).append('\n');
    }
    return this;
  }

  /** Ends the text; nothing may follow. */
  String end() {
    return text.append("# EOF\n").toString();
  }

  private static String escaped(String words) {
    return SafeText.line(words).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** Names for a label, each different: texts that became equal without secrets get a number. */
  static List<String> distinct(List<String> names) {
    List<String> distinct = new ArrayList<>();
    for (String name : names) {
      String safe = SafeText.line(name);
      String candidate = safe;
      for (int number = 2; distinct.contains(candidate); number++) {
        candidate = safe + " (" + number + ")";
      }
      distinct.add(candidate);
    }
    return distinct;
  }
}
