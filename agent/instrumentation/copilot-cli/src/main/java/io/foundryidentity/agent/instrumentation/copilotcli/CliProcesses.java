package io.foundryidentity.agent.instrumentation.copilotcli;

import io.foundryidentity.agent.bootstrap.ProcessStart;
import io.foundryidentity.agent.bootstrap.ProcessStarts;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import io.foundryidentity.agent.instrumentation.support.ProxyExceptions;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes each Copilot CLI that the application starts for a target send its requests to the gateway.
 * Public, as the runtime creates it.
 *
 * <p>The program gets the gateway's URL and a secret in its environment, instead of every key. So
 * it can run longer than any token lives: the gateway authorizes each of its requests.
 */
public final class CliProcesses implements ProcessStarts {

  private final RequestTargets targets;
  private final GatewayRoutes gateway;
  private final Executor threads;

  /**
   * @param threads for tasks that may wait as long as a process runs
   */
  public CliProcesses(RequestTargets targets, GatewayRoutes gateway, Executor threads) {
    this.targets = targets;
    this.gateway = gateway;
    this.threads = threads;
  }

  @Override
  public @Nullable ProcessStart starting(
      String[] command, @Nullable Map<String, String> environment) {
    if (!CliCommand.isCli(command)) {
      return null;
    }
    Map<String, String> asked = environment == null ? System.getenv() : environment;
    ProviderVariables provider = ProviderVariables.in(asked);
    if (provider == null || !provider.isTarget(targets)) {
      return null;
    }
    GatewayRoute route = provider.open(gateway);
    if (route == null) {
      return null;
    }
    try {
      ChildEnvironment changed = ChildEnvironment.copyOf(environment);
      changed.apply(provider.over(route, targets.keyHeaders()));
      changed.apply(ProxyExceptions.forLoopback(asked));
      return new CliProcess(provider, route, changed.map(), threads);
    } catch (RuntimeException | Error failure) {
      route.close();
      throw failure;
    }
  }
}
