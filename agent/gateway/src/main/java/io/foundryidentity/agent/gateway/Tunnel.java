package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.ConnectionInput;
import io.foundryidentity.agent.core.token.Scheduler;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open WebSocket: the bytes of both directions, each on a thread of its own.
 *
 * <p>The end of what one side sends is passed on, and the other direction continues. If one side
 * disconnects, or a write to it fails, both end. The gateway does not read the frames: close codes,
 * pings and compression are between the client and the target.
 */
final class Tunnel {

  private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

  private final ClientSocket client;
  private final TargetSocket target;
  private final TunnelLimits limits;
  private final TunnelDirection requests;
  private final TunnelDirection answers;
  private boolean over;
  private @Nullable Future<?> nextLook;

  /**
   * @param fromClient with the bytes that came with the handshake
   */
  Tunnel(
      ClientSocket client,
      ConnectionInput fromClient,
      OutputStream toClient,
      WebSocketForwarding.TargetEnd end,
      TunnelLimits limits)
      throws IOException {
    this.client = client;
    this.target = end.socket;
    this.limits = limits;
    this.requests = new TunnelDirection(fromClient::read, target.output(), target::shutdownOutput);
    this.answers = new TunnelDirection(end.in::read, toClient, client::shutdownOutput);
  }

  /**
   * Runs it on this thread and another one until it ends.
   *
   * @param clientSpeaks completed when the other thread that reads from the client has stopped
   */
  void run(Executor threads, Scheduler timer, Future<?> clientSpeaks) {
    CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
    try {
      look(timer);
      threads.execute(
          () -> {
            copy(answers);
            answered.complete(null);
          });
      clientSpeaks.get();
      copy(requests);
      answered.get();
    } catch (ExecutionException noThread) {
      LOG.debug("gateway: a WebSocket to {} could not start", target, noThread);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      stopLooking();
      end();
    }
    LOG.debug(
        "gateway: {} ended after {} bytes of requests and {} of answers",
        target,
        requests.bytes(),
        answers.bytes());
  }

  private void copy(TunnelDirection direction) {
    try {
      direction.copy();
    } catch (IOException left) {
      LOG.trace("a WebSocket of the gateway ended", left);
      abort();
    } catch (RuntimeException | Error unexpected) {
      // Without the message, which may quote what was sent.
      LOG.warn("gateway: a WebSocket failed: {}", unexpected.getClass().getName());
      abort();
    }
  }

  /** Ends it by the clock where nobody else would, and looks again later. */
  private void look(Scheduler timer) {
    String reason = reasonToEnd();
    if (reason != null) {
      LOG.debug("gateway: {} ends: {}", target, reason);
      abort();
      return;
    }
    synchronized (this) {
      if (!over) {
        nextLook = timer.schedule(() -> look(timer), limits.tick);
      }
    }
  }

  private @Nullable String reasonToEnd() {
    if (Math.max(requests.stalledMillis(), answers.stalledMillis()) >= limits.stalled) {
      return "one side does not read";
    }
    long quiet = Math.min(requests.quietMillis(), answers.quietMillis());
    if (quiet >= limits.quiet) {
      return "nothing was sent for too long";
    }
    boolean halfClosed = requests.hasEnded() || answers.hasEnded();
    return halfClosed && quiet >= limits.halfClosed ? "one side has ended" : null;
  }

  private synchronized void stopLooking() {
    over = true;
    if (nextLook != null) {
      nextLook.cancel(false);
    }
  }

  private void end() {
    target.close();
    closeClient();
  }

  private void abort() {
    target.abort();
    closeClient();
  }

  private void closeClient() {
    try {
      client.close();
    } catch (IOException gone) {
      LOG.trace("a client of the gateway disconnected", gone);
    }
  }
}
