package io.foundryidentity.agent.runtime;

import java.util.HashMap;
import java.util.Map;
import org.tinylog.configuration.Configuration;

/**
 * Configures the agent's logger in code, and not by {@code tinylog.properties} or {@code tinylog.*}
 * system properties, which belong to the application.
 *
 * <p>All lines, those of the libraries too, are written by {@link AgentLogWriter}.
 */
final class AgentLog {

  /**
   * They quote what a developer's tool printed, which may be a token in any form. The agent's own
   * line says which tool failed.
   */
  private static final String[] NEVER = {
    "com.azure.identity.AzureCliCredential",
    "com.azure.identity.AzureDeveloperCliCredential",
    "com.azure.identity.implementation"
  };

  private AgentLog() {}

  /** To be called before the first log line, with the isolated loader as context class loader. */
  static void configure(String level, LogOutput output) {
    AgentLogWriter.useFromNowOn(output);
    Map<String, String> properties = new HashMap<>();
    // The libraries quote what they got, so their lines are only for the levels debug and trace.
    boolean details = level.equals("debug") || level.equals("trace");
    properties.put("level", details ? level : "off");
    properties.put("level@io.foundryidentity", level);
    for (String name : NEVER) {
      properties.put("level@" + name, "off");
    }
    properties.put("writer", AgentLogWriter.class.getName());
    properties.put("writer." + AgentLogWriter.DETAILS, String.valueOf(details));
    // No shutdown hook and no thread, as this is the application's JVM; each line is written at
    // once.
    properties.put("autoshutdown", "false");
    properties.put("writingthread", "false");
    Configuration.replace(properties);
  }
}
