package io.foundryidentity.servers;

import java.time.Duration;
import java.util.List;

/** The result of one server's comparison. */
record Result(Server server, String version, List<String> faults, Duration took) {

  boolean isGood() {
    return faults.isEmpty();
  }

  /** For the console. */
  String text() {
    String head =
        "%-24s %-14s Java %-3d %s, %d s"
            .formatted(
                server.name(),
                version,
                server.jvm().feature(),
                isGood() ? "signed, and starts as without the agent" : "FAILED",
                took.toSeconds());
    return isGood() ? head : head + "\n  " + String.join("\n  ", faults);
  }

  /** For the page on compatibility. */
  String json() {
    return "{\"kind\":\"server\",\"name\":%s,\"version\":%s,\"java\":%s,\"result\":%s,\"note\":%s}"
        .formatted(
            quoted(server.title()),
            quoted(version),
            quoted(String.valueOf(server.jvm().feature())),
            quoted(isGood() ? "passed" : "failed"),
            quoted(isGood() ? server.note() : faults.get(0)));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\' || c < ' ') {
                json.append("\\u%04x".formatted(c));
              } else {
                json.append((char) c);
              }
            });
    return json.append('"').toString();
  }
}
