package io.foundryidentity.agent.command;

import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.configuration.Configuration;

/** What commands need of the agent, and its wiring has; the runtime implements it. */
public interface AgentParts {

  /** Of the jar. */
  String version();

  /** The names that the configuration key {@code clients} may hold. */
  String[] clientNames();

  /**
   * Sets up the log and what signs requests, as in a JVM with the agent, and begins to fetch the
   * first token, unless {@code prefetch=never}.
   */
  RequestAuthorizer sign(Configuration configuration);

  /** Returns when the command's process is to end. */
  void awaitStop() throws InterruptedException;
}
