package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.targets.Target;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to a target for one WebSocket of a client, from the handshake on.
 *
 * <p>Any thread may {@link #close} it: that ends the client's connection too, so that no direction
 * waits for a side that is still there.
 */
final class WebSocketCall implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketCall.class);

  private static final List<String> HTTP_1_1 = List.of("http/1.1");

  private final TargetTls tls;
  private final Closeable client;
  private boolean ended;
  private boolean switched;
  private @Nullable TargetSocket open;

  WebSocketCall(TargetTls tls, Closeable client) {
    this.tls = tls;
    this.client = client;
  }

  /** Connects to the target; ends the connection before, if there is one. */
  TargetSocket connect(Target target) throws IOException {
    TargetSocket socket = new TargetSocket(target, tls);
    TargetSocket before;
    synchronized (this) {
      requireClient();
      before = open;
      open = socket;
    }
    if (before != null) {
      before.close();
    }
    socket.connect(HTTP_1_1);
    socket.keepAlive();
    return socket;
  }

  /** From now on the end of what the client sends is not the end of the call. */
  synchronized void switched() throws IOException {
    requireClient();
    switched = true;
  }

  private void requireClient() throws IOException {
    if (ended) {
      throw new IOException("the client disconnected");
    }
  }

  /** To be called when the client sends nothing more: during the handshake, that ends the call. */
  void clientLeft() {
    synchronized (this) {
      if (switched) {
        return;
      }
    }
    endTarget();
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /** Ends both sides at once, whatever they wait for. */
  @Override
  public void close() {
    endTarget();
    try {
      client.close();
    } catch (IOException gone) {
      LOG.trace("a client of the gateway disconnected", gone);
    }
  }

  /** Ends the target's side; the client may still get an answer. */
  void endTarget() {
    TargetSocket last;
    synchronized (this) {
      ended = true;
      last = open;
    }
    if (last != null) {
      last.abort();
    }
  }
}
