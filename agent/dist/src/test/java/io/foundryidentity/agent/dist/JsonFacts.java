package io.foundryidentity.agent.dist;

import io.foundryidentity.agent.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which members a JSON object has, with the type of each: {@code targets[].target string}. */
public final class JsonFacts {

  private final Set<String> facts = new TreeSet<>();

  private JsonFacts() {}

  public static Set<String> of(String json) {
    JsonFacts found = new JsonFacts();
    Json.object(json).forEach(found::add);
    return found.facts;
  }

  private void add(String path, Object value) {
    if (value instanceof Map<?, ?> object) {
      facts.add(path + " object");
      object.forEach((name, member) -> add(path + "." + name, member));
    } else if (value instanceof List<?> array) {
      facts.add(path + " array");
      array.forEach(element -> add(path + "[]", element));
    } else if (value instanceof Number) {
      facts.add(path + " number");
    } else if (value instanceof Boolean) {
      facts.add(path + " boolean");
    } else if (value instanceof String) {
      facts.add(path + " string");
    } else {
      throw new AssertionError(path + " has no value, so its type is not known");
    }
  }
}
