package io.foundryidentity.agent.command;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.status.GatewayHealth;
import io.foundryidentity.agent.core.status.GatewayStatus;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSource;
import java.util.function.Supplier;

/** Of the parts that authorize requests none is used. */
class UnusedParts implements AgentParts {
  @Override
  public String version() {
    return "1.2.3";
  }

  @Override
  public String jar() {
    return "agent.jar";
  }

  @Override
  public String[] clientNames() {
    return new String[0];
  }

  @Override
  public RequestTargets targets(Configuration configuration) {
    throw new AssertionError();
  }

  @Override
  public GatewayHealth show(Configuration configuration, Supplier<GatewayStatus> gateway) {
    throw new AssertionError();
  }

  @Override
  public void log(Configuration configuration) {}

  @Override
  public TokenSource tokens(Identity identity, String scope, SignInEvents events) {
    throw new AssertionError();
  }

  @Override
  public void awaitStop() {}
}
