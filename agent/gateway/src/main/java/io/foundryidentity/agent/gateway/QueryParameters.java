package io.foundryidentity.agent.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request to one of the gateway's own pages. */
final class QueryParameters {

  private final Map<String, String> values = new HashMap<>();
  private @Nullable String repeated;

  private QueryParameters() {}

  /**
   * @param target a request target whose escapes are well formed
   */
  static QueryParameters of(String target) {
    QueryParameters parameters = new QueryParameters();
    int query = target.indexOf('?');
    if (query >= 0) {
      for (String pair : target.substring(query + 1).split("&", -1)) {
        parameters.add(pair);
      }
    }
    return parameters;
  }

  private void add(String pair) {
    if (pair.isEmpty()) {
      return;
    }
    int equals = pair.indexOf('=');
    String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
    if (values.putIfAbsent(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
      repeated = name;
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Without its escapes; null if there is none. */
  @Nullable String get(String name) {
    return values.get(name);
  }

  /** A parameter that occurs more than once; null if there is none. */
  @Nullable String repeated() {
    return repeated;
  }
}
