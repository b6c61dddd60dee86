package io.foundryidentity.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of one received request: names in any case, every value kept in its order. */
public final class Headers {
  /** Two JSON objects in Base64: the random key of a WebSocket may begin like one of them. */
  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]+\\.eyJ");

  private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  Headers(Iterable<Map.Entry<String, String>> entries) {
    for (Map.Entry<String, String> entry : entries) {
      values.computeIfAbsent(entry.getKey(), name -> new ArrayList<>()).add(entry.getValue());
    }
  }

  /** The first value of that name, or null. */
  public @Nullable String first(String name) {
    List<String> all = values.get(name);
    return all == null ? null : all.get(0);
  }

  /** Every value of that name, one for each header line; empty where there is none. */
  public List<String> all(String name) {
    return Collections.unmodifiableList(values.getOrDefault(name, List.of()));
  }

  public boolean contains(String name) {
    return values.containsKey(name);
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /**
   * Whether any value of any header contains that text; a test uses it to prove that there is no
   * token.
   */
  public boolean anyValueContains(String text) {
    for (List<String> all : values.values()) {
      for (String value : all) {
        if (value.contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether any value of any header holds a signed token. */
  public boolean anyValueHoldsJwt() {
    return values.values().stream()
        .flatMap(List::stream)
        .anyMatch(value -> JWT.matcher(value).find());
  }

  /** Names only: a failing assertion must not print a token. */
  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
