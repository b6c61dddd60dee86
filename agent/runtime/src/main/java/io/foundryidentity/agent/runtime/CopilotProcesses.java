package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.ProcessBridge;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.copilotcli.CliProcesses;
import io.foundryidentity.agent.instrumentation.copilotcli.CopilotCliInstrumentation;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.DetectedClients;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import io.foundryidentity.agent.instrumentation.support.OnDemand;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instruments the start of processes when the first class loads that shows it is needed.
 *
 * <p>This is called inside a transformer, where the JVM calls no transformer for what the thread
 * does. So another thread does the work, and this one waits, so that the first process is covered.
 * The wait has a limit, as the other thread may need the class that this one is loading.
 */
final class CopilotProcesses implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(CopilotProcesses.class);

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final Executor threads;
  private final FutureTask<?> once;

  CopilotProcesses(
      RequestTargets targets,
      GatewayRoutes gateway,
      Executor threads,
      BridgeVisibility bridge,
      DetectedClients detected) {
    this.threads = threads;
    this.once =
        new FutureTask<>(
            () -> {
              ProcessBridge.install(new CliProcesses(targets, gateway, threads));
              OnDemand.instrument(new CopilotCliInstrumentation(), bridge, detected);
            },
            null);
  }

  @Override
  public void run() {
    if (once.isDone()) {
      return;
    }
    // A second run of the same task does nothing
    threads.execute(once);
    try {
      once.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException failure) {
      LOG.warn("Copilot CLIs that the application starts get no gateway", failure);
    }
  }
}
