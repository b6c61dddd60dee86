package io.foundryidentity.benchmark.runner;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** One object of a result file that another program wrote. */
final class Row {

  private final JsonObject json;

  private Row(JsonObject json) {
    this.json = json;
  }

  /**
   * The file is an array of them, or an object with one array, whose other members are not read.
   */
  static List<Row> read(Path file) throws IOException {
    Results.need(file);
    String text = Files.readString(file).trim();
    JsonArray array =
        text.startsWith("[")
            ? new JsonArray(text)
            : new JsonObject(text)
                .stream()
                    .map(member -> member.getValue())
                    .filter(JsonArray.class::isInstance)
                    .map(JsonArray.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new NoSuchElementException("no array in " + file));
    List<Row> rows = new ArrayList<>();
    array.forEach(row -> rows.add(new Row((JsonObject) row)));
    return rows;
  }

  double number(String name) {
    return ((Number) value(name)).doubleValue();
  }

  String text(String name) {
    return (String) value(name);
  }

  private Object value(String name) {
    Object value = json.getValue(name);
    if (value == null) {
      throw new NoSuchElementException("no " + name + " in " + json.encode());
    }
    return value;
  }
}
