package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.ProcessBridge;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.instrumentation.copilotcli.CliProcesses;
import io.foundryidentity.agent.instrumentation.copilotcli.CopilotCliInstrumentation;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoutes;
import io.foundryidentity.agent.instrumentation.support.MetClients;
import io.foundryidentity.agent.instrumentation.support.OnDemand;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings in what looks at the processes that the application starts, at the first sight of a class
 * that tells it is needed.
 *
 * <p>The sight is inside a transformer, and the JVM calls none for what a thread does there:
 * another thread does the work, and this one waits, so that the first process is looked at already.
 * Not for ever, as the thread at work may need what this one is just loading.
 */
final class CopilotProcesses implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(CopilotProcesses.class);

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final Executor threads;
  private final FutureTask<?> once;

  CopilotProcesses(
      RequestAuthorizer authorizer,
      LoopbackRoutes gateway,
      Executor threads,
      BridgeVisibility bridge,
      MetClients met) {
    this.threads = threads;
    this.once =
        new FutureTask<>(
            () -> {
              ProcessBridge.install(new CliProcesses(authorizer, gateway, threads));
              OnDemand.instrument(new CopilotCliInstrumentation(), bridge, met);
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
      LOG.warn("processes that the application starts are left alone", failure);
    }
  }
}
