package io.foundryidentity.agent.instrumentation.copilotcli;

import io.foundryidentity.agent.bootstrap.ProcessStart;
import io.foundryidentity.agent.bootstrap.ProcessStarts;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoute;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoutes;
import io.foundryidentity.agent.instrumentation.support.ProxyExceptions;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Has each Copilot CLI that the application starts for a target send its requests to the gateway.
 * Public: the runtime makes one.
 *
 * <p>The program gets the gateway's URL and a secret in its environment, in the place of every key.
 * So it can live longer than any token: the gateway signs each of its requests anew.
 */
public final class CliProcesses implements ProcessStarts {

  private final RequestAuthorizer authorizer;
  private final LoopbackRoutes gateway;
  private final Executor threads;

  /**
   * @param threads may wait as long as a process runs
   */
  public CliProcesses(RequestAuthorizer authorizer, LoopbackRoutes gateway, Executor threads) {
    this.authorizer = authorizer;
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
    if (provider == null || !provider.isTarget(authorizer)) {
      return null;
    }
    LoopbackRoute route = provider.open(gateway);
    if (route == null) {
      return null;
    }
    try {
      ChildEnvironment changed = ChildEnvironment.copyOf(environment);
      changed.apply(provider.over(route, authorizer.keyHeaders()));
      changed.apply(ProxyExceptions.forLoopback(asked));
      return new CliProcess(provider, route, changed.map(), threads);
    } catch (RuntimeException | Error failure) {
      route.close();
      throw failure;
    }
  }
}
