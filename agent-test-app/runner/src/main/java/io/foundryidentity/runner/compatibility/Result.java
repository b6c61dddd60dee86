package io.foundryidentity.runner.compatibility;

import io.vertx.core.json.JsonObject;

/**
 * The result of one test, as a line of {@code target/compatibility/KIND.jsonl}.
 *
 * @param kind what was tested: a server, another agent
 * @param version its version; empty if it is part of the JVM
 * @param java the feature release, with the runtime's name if it is a special one
 * @param note what was observed, or what was wrong
 */
public record Result(
    String kind, String name, String version, String java, boolean passed, String note) {

  private static final String PASSED = "passed";

  public String json() {
    return new JsonObject()
        .put("kind", kind)
        .put("name", name)
        .put("version", version)
        .put("java", java)
        .put("result", passed ? PASSED : "failed")
        .put("note", note)
        .encode();
  }

  static Result parse(String line) {
    JsonObject json = new JsonObject(line);
    return new Result(
        json.getString("kind"),
        json.getString("name"),
        json.getString("version", ""),
        json.getString("java", ""),
        PASSED.equals(json.getString("result")),
        json.getString("note", ""));
  }
}
