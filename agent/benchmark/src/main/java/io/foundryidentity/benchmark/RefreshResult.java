package io.foundryidentity.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one run came to.
 *
 * @param figures by name, in the order in which they are told
 */
record RefreshResult(String cache, String trouble, Map<String, Long> figures) {

  /** Begins the line of figures that the callers write. */
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

  /** This project's cache alone is held to anything. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    if (!cache.equals("agent")) {
      return broken;
    }
    for (String never :
        List.of("callersThatWaited", "callsWithoutToken", "callsThatFailed", "expiredTokensSent")) {
      atMost(never, 0, broken);
    }
    atMost("mostIdentityRequestsInFlight", 1, broken);
    if (figure("identityRequests") == 0) {
      broken.add(trouble + " endpoint: nothing was refreshed, so nothing was measured");
    }
    return broken;
  }

  private void atMost(String name, long most, List<String> broken) {
    if (figure(name) > most) {
      broken.add(trouble + " endpoint: " + name + " is " + figure(name) + ", at most " + most);
    }
  }

  private long figure(String name) {
    Long value = figures.get(name);
    if (value == null) {
      throw new IllegalStateException("no figure " + name);
    }
    return value;
  }
}
