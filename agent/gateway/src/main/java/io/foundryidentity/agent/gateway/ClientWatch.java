package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.ConnectionInput;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits on a second thread for a client's next byte, and does not read it. If the stream ends
 * instead, the client has disconnected.
 */
final class ClientWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

  private final ConnectionInput in;
  private final Runnable clientLeft;
  private final CompletableFuture<Boolean> more = new CompletableFuture<>();

  ClientWatch(ConnectionInput in, Runnable clientLeft) {
    this.in = in;
    this.clientLeft = clientLeft;
  }

  /** To be called once; until {@link #more} is done, nobody else may read from the client. */
  void begin(Executor threads) {
    try {
      threads.execute(this::watch);
    } catch (RuntimeException | Error noThread) {
      more.completeExceptionally(noThread);
    }
  }

  private void watch() {
    boolean isThere = false;
    try {
      isThere = in.await();
    } catch (IOException left) {
      LOG.trace("a client of the gateway disconnected", left);
    }
    if (!isThere) {
      clientLeft.run();
    }
    more.complete(isThere);
  }

  /** Whether a byte has come; fails if there was no thread to wait for it. */
  Future<Boolean> more() {
    return more;
  }

  /** Waits for a byte; false if the client has left. */
  boolean awaitMore() {
    try {
      return more.get();
    } catch (ExecutionException noThread) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The same; false also if none comes in time. */
  boolean awaitMore(long millis) {
    try {
      return more.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException idle) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
