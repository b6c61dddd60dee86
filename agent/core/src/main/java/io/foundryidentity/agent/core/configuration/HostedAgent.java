package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.output.SafeText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hosted agent of Foundry, by the variables that its platform sets.
 *
 * <p>Its container has an identity endpoint for one identity, the agent's own, which answers {@code
 * Invalid clientId} to whoever asks for another one. Names that begin with {@code FOUNDRY_} or
 * {@code AGENT_} belong to the platform.
 *
 * <p>Not loaded before {@code main}, as its constants are copied into the classes that use them.
 */
public final class HostedAgent {

  /** What kind of environment it is; set in hosted agents only. */
  static final String ENVIRONMENT = "FOUNDRY_HOSTING_ENVIRONMENT";

  /** The client id of the agent's identity. */
  static final String CLIENT_ID = "FOUNDRY_AGENT_INSTANCE_CLIENT_ID";

  /** The URL of the project that the agent belongs to, with its path. */
  static final String PROJECT = "FOUNDRY_PROJECT_ENDPOINT";

  private static final int LONGEST = 100;

  private HostedAgent() {}

  /**
   * @param environment variables by name
   */
  public static boolean isHere(Map<String, String> environment) {
    return environment(environment) != null;
  }

  /** What the platform calls this environment, on one line; null in any other process. */
  public static @Nullable String environment(Map<String, String> variables) {
    return line(variables.get(ENVIRONMENT));
  }

  /** The client id of the agent's identity, on one line; null if the platform does not tell it. */
  public static @Nullable String clientId(Map<String, String> variables) {
    return line(variables.get(CLIENT_ID));
  }

  private static @Nullable String line(@Nullable String value) {
    return value == null || value.trim().isEmpty() ? null : SafeText.line(value.trim(), LONGEST);
  }
}
