package io.foundryidentity.cases.copilotsdk;

import io.foundryidentity.cases.calls.Foundry;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the program is told: Foundry as every case, and {@code COPILOT_CLI}, the CLI to start, or
 * {@code COPILOT_CLI_URL}, one that listens already.
 *
 * @param transport {@code stdio} or {@code tcp}
 * @param modelTransport how the CLI calls the model: {@code websockets}, or its own choice
 * @param type the provider's type: {@code openai}, {@code azure} or {@code anthropic}
 */
record Settings(
    Foundry foundry,
    @Nullable String cli,
    @Nullable String cliUrl,
    String transport,
    String type,
    String wireApi,
    @Nullable String modelTransport,
    int turns,
    int sleeps,
    Duration pause) {

  static Settings from(Map<String, String> environment) {
    return new Settings(
        Foundry.from(environment),
        environment.get("COPILOT_CLI"),
        environment.get("COPILOT_CLI_URL"),
        environment.getOrDefault("CASE_TRANSPORT", "stdio"),
        environment.getOrDefault("CASE_TYPE", "openai"),
        environment.getOrDefault("CASE_WIRE_API", "completions"),
        environment.get("CASE_MODEL_TRANSPORT"),
        Integer.parseInt(environment.getOrDefault("CASE_TURNS", "3")),
        Integer.parseInt(environment.getOrDefault("CASE_SLEEPS", "3")),
        Duration.ofMillis(Long.parseLong(environment.getOrDefault("CASE_PAUSE_MILLIS", "0"))));
  }

  /** A question whose answer takes longer than a token lives. */
  String longWork() {
    return "Run `sleep 4` " + sleeps + " times, then say hello";
  }

  boolean isTcp() {
    return transport.equals("tcp");
  }

  String model() {
    return type.equals("anthropic") ? "claude-sonnet-4-5" : "gpt-4.1-mini";
  }

  String baseUrl() {
    return switch (type) {
      case "azure" -> foundry.url();
      case "anthropic" -> foundry.url() + "/anthropic";
      default -> foundry.url() + "/openai/v1";
    };
  }
}
