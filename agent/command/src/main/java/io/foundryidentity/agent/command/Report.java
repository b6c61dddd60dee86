package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Origin;
import java.util.List;

/** Hears how a check goes. */
interface Report {

  /** What is in force, and what is to be known about it though it stops nothing. */
  void configuration(List<Origin> origins, List<String> warnings);

  void begin(String target);

  void doing(Step step);

  void done(Step step, StepResult result, long millis);

  void end(int exitCode);
}
