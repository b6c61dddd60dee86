package io.foundryidentity.benchmark.runner;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of one thing in one variant, a value for each round.
 *
 * @param subject what was run, such as {@code hello-world} or {@code okhttp}
 * @param variant with what, such as {@code ours}
 * @param what what was measured, such as {@code wall}
 * @param unit its unit; empty for a plain number
 */
record Series(String subject, String variant, String what, String unit, List<Double> values) {

  Series {
    values = List.copyOf(values);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("subject", subject)
        .put("variant", variant)
        .put("what", what)
        .put("unit", unit)
        .put("values", new JsonArray(new ArrayList<>(values)));
  }

  static Series of(JsonObject json) {
    List<Double> values = new ArrayList<>();
    json.getJsonArray("values").forEach(value -> values.add(((Number) value).doubleValue()));
    return new Series(
        json.getString("subject"),
        json.getString("variant"),
        json.getString("what"),
        json.getString("unit"),
        values);
  }
}
