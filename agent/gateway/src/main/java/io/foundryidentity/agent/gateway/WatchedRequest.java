package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.ConnectionInput;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request that is under way, while its client may disconnect.
 *
 * <p>When the body has ended, a second thread can wait for the client's next byte. A client without
 * pipelining sends none before it has its answer. If the stream ends instead, the client has
 * disconnected, and the call to the target is cancelled.
 *
 * <p>Most answers come within milliseconds, and handing a connection to a second thread and back
 * would cost more than all the rest. So {@link DisconnectWatch} starts that thread a moment later,
 * and only if the request is still under way.
 */
final class WatchedRequest {

  private final ConnectionInput in;
  private final RequestBody body;
  private final UpstreamCall call;

  /** Taken by the thread that may read from the client after the body. */
  private final AtomicBoolean reader = new AtomicBoolean();

  private final ClientWatch watch;

  /** Whether {@link DisconnectWatch} has seen it before. */
  private boolean seen;

  WatchedRequest(ConnectionInput in, RequestBody body, UpstreamCall call) {
    this.in = in;
    this.body = body;
    this.call = call;
    this.watch = new ClientWatch(in, call::cancel);
  }

  /** Waits on a second thread, from the second look on. */
  void look(Executor threads) {
    if (!seen) {
      seen = true;
    } else if (body.hasEnded() && reader.compareAndSet(false, true)) {
      watch.begin(threads);
    }
  }

  /** To be called after the answer: waits for another request; false if the client has left. */
  boolean awaitNext() throws IOException {
    if (reader.compareAndSet(false, true)) {
      return in.await();
    }
    return watch.awaitMore();
  }

  /** For how long the target has taken nothing of the body; in nanoseconds. */
  long bodyWaits(long nowNanos) {
    return body.untaken(nowNanos);
  }

  /** The client's connection was closed by the gateway. */
  void cancel() {
    call.cancel();
  }
}
