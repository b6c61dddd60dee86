package io.foundryidentity.agent.runtime;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tinylog.configuration.Configuration;

/**
 * Sets the agent's own logger up, in code: the application's {@code tinylog.properties} and {@code
 * tinylog.*} system properties are the application's.
 */
final class AgentLog {

  private AgentLog() {}

  /** Before the first line is logged; the context class loader must be the isolated one. */
  static void configure(String level, @Nullable String file) {
    Map<String, String> properties = new HashMap<>();
    // The libraries tell at length what they do; that is for whoever asks for details.
    boolean details = level.equals("debug") || level.equals("trace");
    properties.put("level", details || level.equals("off") ? level : "error");
    properties.put("level@io.foundryidentity", level);
    properties.put("writer", file == null ? "console" : "file");
    properties.put(
        "writer.format",
        file == null
            ? "foundry-identity {level}: {message}"
            : "{date:yyyy-MM-dd'T'HH:mm:ss.SSSXXX} {level} [{thread}] {message}");
    if (file == null) {
      // Standard output may be what the application is there to write.
      properties.put("writer.stream", "err");
    } else {
      properties.put("writer.file", file);
      properties.put("writer.append", "true");
    }
    // No shutdown hook and no thread in a JVM that is not ours; lines are written as they come.
    properties.put("autoshutdown", "false");
    properties.put("writingthread", "false");
    Configuration.replace(properties);
  }
}
