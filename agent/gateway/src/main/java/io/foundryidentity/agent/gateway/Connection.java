package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.ConnectionInput;
import io.foundryidentity.agent.core.server.HeadReader;
import io.foundryidentity.agent.core.server.Refused;
import io.foundryidentity.agent.core.server.RequestHead;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: its requests, one after the other.
 *
 * <p>When a request's body has ended, a second thread waits for the next byte. A client without
 * pipelining sends none before it has its answer. If the stream ends instead, the client has
 * disconnected, and the call to the target is cancelled.
 *
 * <p>Until a request has shown a secret, its connection is one of {@link
 * UnauthenticatedConnections}, also if an earlier request had the secret.
 */
final class Connection implements Runnable, Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** In bytes; the target servers accept less. */
  private static final int LONGEST_HEAD = 64 * 1024;

  private static final long LONGEST_IDLE_MILLIS = 600_000;
  private static final long LONGEST_FAREWELL_MILLIS = 1_000;
  private static final int LARGEST_FAREWELL = 64 * 1024;

  /** The reasons that were logged before; there are few. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private final Socket socket;
  private final GatewayParts parts;
  private volatile @Nullable ConnectionInput input;
  private boolean hasPlace;

  Connection(Socket socket, GatewayParts parts) {
    this.socket = socket;
    this.parts = parts;
  }

  /**
   * Reads the first request's head. Once it has shown a secret, another thread goes on, so that the
   * threads for connections without one stay free.
   */
  @Override
  public void run() {
    boolean goesOn = false;
    try {
      // The parts of a stream are small, and the client needs each of them at once.
      socket.setTcpNoDelay(true);
      ConnectionInput in = new ConnectionInput(socket);
      OutputStream out = socket.getOutputStream();
      input = in;
      Request first = request(in, out);
      if (first != null) {
        parts.threads.execute(() -> serve(first, in, out));
        goesOn = true;
      }
    } catch (IOException left) {
      LOG.trace("a connection to the gateway ended", left);
    } catch (RuntimeException | Error unexpected) {
      failed(unexpected);
    } finally {
      if (!goesOn) {
        end();
      }
    }
  }

  private void serve(Request first, ConnectionInput in, OutputStream out) {
    try {
      Request request = first;
      while (request != null && answer(request, in, out)) {
        parts.unauthenticated.beginAgain(this);
        request = request(in, out);
      }
    } catch (IOException left) {
      LOG.trace("a connection to the gateway ended", left);
    } catch (RuntimeException unexpected) {
      failed(unexpected);
    } finally {
      end();
    }
  }

  private static void failed(Throwable unexpected) {
    // Without the message, which may quote what the client sent.
    LOG.warn("gateway: a request failed: {}", unexpected.getClass().getName());
  }

  private void end() {
    abort();
    parts.unauthenticated.ended(this);
    if (hasPlace) {
      parts.places.release();
    }
    parts.connections.remove(this);
  }

  /** Whether it has read all that the client sent so far. */
  boolean waitsForBytes() {
    ConnectionInput in = input;
    return in != null && in.waitsForBytes();
  }

  /** A request that has shown a secret; null if the connection ends instead. */
  private @Nullable Request request(ConnectionInput in, OutputStream out) throws IOException {
    in.limitTo(parts.headMillis);
    Request request;
    try {
      RequestHead head = HeadReader.read(in, LONGEST_HEAD);
      if (head == null) {
        return null;
      }
      request = new Request(parts.admission.admit(head), head, RequestBody.of(head, in));
    } catch (Refused refusal) {
      note(refusal);
      Reply.refuse(out);
      in.drain(LONGEST_FAREWELL_MILLIS, LARGEST_FAREWELL);
      return null;
    }
    if (!parts.unauthenticated.authenticated(this)) {
      return null;
    }
    hasPlace = hasPlace || parts.places.tryAcquire();
    if (!hasPlace) {
      Reply reply = new Reply(out, !request.head.method.equals("HEAD"));
      reply.close();
      reply.error(
          503,
          "Service Unavailable",
          "TooManyConnections",
          "foundry-identity: too many connections");
      in.drain(LONGEST_FAREWELL_MILLIS, LARGEST_FAREWELL);
      return null;
    }
    in.unlimited();
    return request;
  }

  /** Answers one request; returns whether another may follow. */
  private boolean answer(Request request, ConnectionInput in, OutputStream out) throws IOException {
    RequestHead head = request.head;
    RequestBody body = request.body;
    UpstreamCall call = new UpstreamCall();
    CompletableFuture<Boolean> more = new CompletableFuture<>();
    Reply reply = new Reply(out, !head.method.equals("HEAD"));
    boolean done = false;
    if (new HopByHop(head.all("Connection")).saysClose()) {
      reply.close();
    }
    if (RequestBody.isAwaited(head) && !body.hasEnded()) {
      Reply.invite(out);
    }
    body.whenEnded(() -> watch(in, call, more));
    try {
      if (asksForWebSocket(head)) {
        reply.error(
            501,
            "Not Implemented",
            "NoWebSocket",
            "foundry-identity: the gateway does not support WebSockets");
      } else {
        parts.forwarding.forward(request.route, head, body, call, reply);
      }
      done = true;
    } finally {
      if (!done) {
        call.cancel();
      }
    }
    if (!body.hasEnded()) {
      // The client still sends. If the connection closed now, it might not read the answer.
      socket.shutdownOutput();
      body.awaitEnd(LONGEST_FAREWELL_MILLIS);
      return false;
    }
    return !reply.closes() && isTrueSoon(more);
  }

  private void watch(ConnectionInput in, UpstreamCall call, CompletableFuture<Boolean> more) {
    try {
      parts.threads.execute(
          () -> {
            boolean isThere = false;
            try {
              isThere = in.await();
            } catch (IOException left) {
              LOG.trace("a client of the gateway disconnected", left);
            }
            if (!isThere) {
              call.cancel();
            }
            more.complete(isThere);
          });
    } catch (RuntimeException | Error noThread) {
      more.complete(false);
    }
  }

  private static boolean isTrueSoon(CompletableFuture<Boolean> more) {
    try {
      return more.get(LONGEST_IDLE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException idle) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean asksForWebSocket(RequestHead head) {
    for (String protocol : head.all("Upgrade")) {
      if (protocol.equalsIgnoreCase("websocket")) {
        return true;
      }
    }
    return false;
  }

  /** Logs each reason once, as a client that is refused may try for hours. */
  private static void note(Refused refusal) {
    if (TOLD.add(refusal.reason())) {
      LOG.info("gateway refused a request: {}; further ones are not logged", refusal.reason());
    }
  }

  /** Closes it at once. */
  void abort() {
    try {
      socket.close();
    } catch (IOException gone) {
      LOG.trace("a connection to the gateway ended before it was closed", gone);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A request that has shown the secret of a route. */
  private static final class Request {
    final Route route;
    final RequestHead head;
    final RequestBody body;

    Request(Route route, RequestHead head, RequestBody body) {
      this.route = route;
      this.head = head;
      this.body = body;
    }
  }
}
