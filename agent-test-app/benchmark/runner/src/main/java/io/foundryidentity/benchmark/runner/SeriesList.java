package io.foundryidentity.benchmark.runner;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/** Values as they come, round by round, and read again from a file. */
final class SeriesList {

  /** In which pair of JVMs a round was, where there are several. */
  static final String FORK = "fork";

  private record Key(String subject, String variant, String what, String unit) {}

  private final Map<Key, List<Double>> values = new LinkedHashMap<>();

  void add(String subject, String variant, String what, String unit, double value) {
    values
        .computeIfAbsent(new Key(subject, variant, what, unit), key -> new ArrayList<>())
        .add(value);
  }

  List<Series> all() {
    List<Series> all = new ArrayList<>();
    values.forEach(
        (key, list) -> all.add(new Series(key.subject, key.variant, key.what, key.unit, list)));
    return all;
  }

  boolean has(String subject, String variant, String what) {
    return all().stream().anyMatch(series -> isOf(series, subject, variant, what));
  }

  Series get(String subject, String variant, String what) {
    return all().stream()
        .filter(series -> isOf(series, subject, variant, what))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(subject + ", " + variant + ", " + what));
  }

  /** The values of one variant over those of another, round by round. */
  Estimate ratio(String subject, String what, String variant, String over) {
    return Estimate.ofPairs(
        get(subject, variant, what).values(), get(subject, over, what).values(), (a, b) -> a / b);
  }

  /**
   * {@link #ratio} with one value for each fork, the median of its rounds. Two JVMs never compile a
   * program in the same way, so the rounds of one fork say little about another.
   */
  Estimate ratioOfForks(String subject, String what, String variant, String over) {
    List<Double> some = get(subject, variant, what).values();
    List<Double> others = get(subject, over, what).values();
    List<Double> forks = get(subject, variant, FORK).values();
    Map<Double, List<Double>> ratios = new TreeMap<>();
    for (int i = 0; i < forks.size(); i++) {
      ratios
          .computeIfAbsent(forks.get(i), fork -> new ArrayList<>())
          .add(some.get(i) / others.get(i));
    }
    return Estimate.of(ratios.values().stream().map(each -> Estimate.of(each).median()).toList());
  }

  /** The values of one variant less those of another, round by round. */
  Estimate difference(String subject, String what, String variant, String less) {
    return Estimate.ofPairs(
        get(subject, variant, what).values(), get(subject, less, what).values(), (a, b) -> a - b);
  }

  Estimate estimate(String subject, String variant, String what) {
    return Estimate.of(get(subject, variant, what).values());
  }

  void write(Path file) throws IOException {
    JsonArray array = new JsonArray();
    all().forEach(series -> array.add(series.toJson()));
    Results.write(file, array);
  }

  static SeriesList read(Path file) throws IOException {
    SeriesList list = new SeriesList();
    for (Object object : Results.read(file)) {
      Series series = Series.of((JsonObject) object);
      series
          .values()
          .forEach(
              value ->
                  list.add(
                      series.subject(), series.variant(), series.what(), series.unit(), value));
    }
    return list;
  }

  private static boolean isOf(Series series, String subject, String variant, String what) {
    return series.subject().equals(subject)
        && series.variant().equals(variant)
        && series.what().equals(what);
  }
}
