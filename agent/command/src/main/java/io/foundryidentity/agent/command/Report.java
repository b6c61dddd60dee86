package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gets the results of a check as they come. */
interface Report {

  /**
   * The active configuration, and warnings about it.
   *
   * @param offline whether nothing else is checked
   */
  void configuration(List<Origin> origins, List<String> warnings, boolean offline);

  /**
   * Follows the configuration if this process is a hosted agent of Foundry.
   *
   * @param environment what the platform calls this environment
   * @param clientId the client id of the agent's identity; null if the platform does not tell it
   */
  void hostedAgent(String environment, @Nullable String clientId);

  void begin(String target);

  void doing(Step step);

  void done(Step step, StepResult result, long millis);

  void end(int exitCode);
}
