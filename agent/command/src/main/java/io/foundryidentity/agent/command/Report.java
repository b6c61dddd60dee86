package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Origin;
import java.util.List;

/** Gets the results of a check as they come. */
interface Report {

  /**
   * The active configuration, and warnings about it.
   *
   * @param offline whether nothing else is checked
   */
  void configuration(List<Origin> origins, List<String> warnings, boolean offline);

  void begin(String target);

  void doing(Step step);

  void done(Step step, StepResult result, long millis);

  void end(int exitCode);
}
