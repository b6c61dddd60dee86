package io.foundryidentity.agent.instrumentation.copilotcli;

import io.foundryidentity.agent.bootstrap.ProcessStart;
import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process with a route over the gateway, which is closed when the process ends. */
final class CliProcess implements ProcessStart {

  private static final Logger LOG = LoggerFactory.getLogger(CliProcess.class);

  private final ProviderVariables provider;
  private final GatewayRoute route;
  private final Map<String, String> environment;
  private final Executor threads;

  CliProcess(
      ProviderVariables provider,
      GatewayRoute route,
      Map<String, String> environment,
      Executor threads) {
    this.provider = provider;
    this.route = route;
    this.environment = environment;
    this.threads = threads;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public void started(@Nullable Process process) {
    if (process == null) {
      route.close();
      return;
    }
    LOG.info("Copilot CLI started: {} by gateway", provider);
    // One thread for each process, as Process.onExit needs Java 9; a CLI costs much more than that
    threads.execute(() -> closeAfter(process));
  }

  private void closeAfter(Process process) {
    try {
      process.waitFor();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      route.close();
    }
  }
}
