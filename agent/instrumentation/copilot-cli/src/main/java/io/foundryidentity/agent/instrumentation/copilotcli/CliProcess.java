package io.foundryidentity.agent.instrumentation.copilotcli;

import io.foundryidentity.agent.bootstrap.ProcessStart;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoute;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process with a way over the gateway, which is open until the process ends. */
final class CliProcess implements ProcessStart {

  private static final Logger LOG = LoggerFactory.getLogger(CliProcess.class);

  private final ProviderVariables provider;
  private final LoopbackRoute route;
  private final Map<String, String> environment;
  private final Executor threads;

  CliProcess(
      ProviderVariables provider,
      LoopbackRoute route,
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
    // A thread for as long as it runs: Process.onExit came with Java 9, and a CLI is no small thing
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
