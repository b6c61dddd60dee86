package io.foundryidentity.agent.command;

import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSource;

/** What commands need of the agent, and its wiring has; the runtime implements it. */
public interface AgentParts {

  /** Of the jar. */
  String version();

  /** The path of the jar. */
  String jar();

  /** The names that the configuration key {@code clients} may hold. */
  String[] clientNames();

  /**
   * Sets up the log and what signs requests, as in a JVM with the agent, and begins to fetch the
   * first token, unless {@code prefetch=never}.
   */
  RequestAuthorizer sign(Configuration configuration);

  /**
   * Sets up the log for a command that tells its own story: nothing but what {@code
   * log-level=debug} or {@code trace} asks for.
   */
  void log(Configuration configuration);

  /** The tokens of an identity; nothing is asked of the network before the first fetch. */
  TokenSource tokens(Identity identity, String scope, SignInEvents events);

  /** Returns when the command's process is to end. */
  void awaitStop() throws InterruptedException;
}
