package io.foundryidentity.agent.command;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.status.GatewayHealth;
import io.foundryidentity.agent.core.status.GatewayStatus;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSource;
import java.util.function.Supplier;

/** What commands need from the agent; the runtime implements it. */
public interface AgentParts {

  /** The jar's version. */
  String version();

  /** The path of the jar. */
  String jar();

  /** The names that the configuration key {@code clients} accepts. */
  String[] clientNames();

  /**
   * Sets up the log and what authorizes requests, as in a JVM with the agent, and starts to fetch
   * the first token, unless {@code prefetch=never}.
   */
  RequestTargets targets(Configuration configuration);

  /**
   * Shows the state of what {@link #targets} made as a JVM with the agent does: by the health port
   * and the status file, if they are configured, and by JMX.
   *
   * @param gateway asked for each question
   * @return what the gateway shows on its own port
   */
  GatewayHealth show(Configuration configuration, Supplier<GatewayStatus> gateway);

  /**
   * Sets up the log for a command that prints its own result: the log is off, except with {@code
   * log-level=debug} or {@code trace}.
   */
  void log(Configuration configuration);

  /** The tokens of an identity; makes no network call before the first fetch. */
  TokenSource tokens(Identity identity, String scope, SignInEvents events);

  /** Returns when the command's process must end. */
  void awaitStop() throws InterruptedException;
}
