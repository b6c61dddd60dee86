package io.foundryidentity.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of one run.
 *
 * @param figures by name, in the order in which they are printed
 */
record RefreshResult(String cache, String trouble, Map<String, Long> figures) {

  /** The start of the line of figures that the callers print. */
  static final String MARK = "figures: ";

  static Map<String, Long> read(String line) {
    Map<String, Long> figures = new LinkedHashMap<>();
    for (String figure : line.substring(MARK.length()).split(" ", -1)) {
      int equals = figure.indexOf('=');
      figures.put(figure.substring(0, equals), Long.valueOf(figure.substring(equals + 1)));
    }
    return figures;
  }

  String json() {
    return "  {\"cache\": \""
        + cache
        + "\", \"trouble\": \""
        + trouble
        + "\""
        + figures.entrySet().stream()
            .map(figure -> ", \"" + figure.getKey() + "\": " + figure.getValue())
            .collect(Collectors.joining())
        + "}";
  }
}
