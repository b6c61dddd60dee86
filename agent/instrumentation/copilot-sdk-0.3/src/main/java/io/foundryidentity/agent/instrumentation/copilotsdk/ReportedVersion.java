package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a program for its version, once.
 *
 * <p>A program says it in its answer to {@code connect}, the first call of an SDK 1.x. The agent
 * does not make that call itself, as it would need the connection's secret. Older programs do not
 * know it, and an agent that was attached later has missed it; then {@code status.get} is asked.
 */
final class ReportedVersion {

  private static final Logger LOG = LoggerFactory.getLogger(ReportedVersion.class);

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final JsonRpc rpc;
  private volatile @Nullable CompletableFuture<?> connect;
  private @Nullable CliVersion version;

  ReportedVersion(JsonRpc rpc) {
    this.rpc = rpc;
  }

  /** Takes the version from the answer, when there is one. */
  void answers(CompletableFuture<?> toConnect) {
    connect = toConnect;
  }

  /** The version; on a thread that may wait. */
  synchronized CliVersion get() {
    if (version == null) {
      try {
        version = ask();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return CliVersion.UNKNOWN;
      }
    }
    return version;
  }

  private CliVersion ask() throws InterruptedException {
    CompletableFuture<?> connecting = connect;
    CliVersion told = connecting == null ? CliVersion.UNKNOWN : versionIn(connecting);
    connect = null;
    return told.equals(CliVersion.UNKNOWN) || told.isPlaceholder()
        ? versionIn(rpc.invoke("status.get", Map.of(), Map.class))
        : told;
  }

  private CliVersion versionIn(CompletableFuture<?> answer) throws InterruptedException {
    try {
      Object told = answer.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      return CliVersion.of(rpc.json().text(rpc.json().tree(told), "version"));
    } catch (ExecutionException | TimeoutException | RuntimeException untold) {
      LOG.debug("a Copilot CLI did not report its version", untold);
      return CliVersion.UNKNOWN;
    }
  }
}
