package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.ConnectionInput;
import io.foundryidentity.agent.core.server.RequestHead;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: its requests, one after the other.
 *
 * <p>While a request takes long, a second thread watches for the client's disconnect: {@link
 * WatchedRequest}.
 *
 * <p>Until a request has shown a secret, its connection is one of {@link
 * UnauthenticatedConnections}, also if an earlier request had the secret.
 */
final class Connection implements Runnable, Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private static final long LONGEST_IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long LONGEST_FAREWELL_MILLIS = 1_000;

  private final ClientSocket socket;
  private final GatewayParts parts;
  private volatile @Nullable ConnectionInput input;
  private volatile @Nullable WatchedOutput output;
  private volatile @Nullable WebSocketUpgrade webSocket;
  private volatile @Nullable WatchedRequest underWay;

  /** Since when it waits for the next request, as a value of {@link System#nanoTime}; 0 if not. */
  private volatile long idleSince;

  /** Since when it waits for the first byte of a head; 0 if it does not. */
  private volatile long headSince;

  private boolean hasPlace;

  Connection(Socket socket, GatewayParts parts) {
    this.socket = new ClientSocket(socket, parts.options.certificate());
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
      Socket open = socket.open(parts.headMillis);
      ConnectionInput in = new ConnectionInput(open);
      WatchedOutput out = new WatchedOutput(open.getOutputStream());
      input = in;
      output = out;
      RequestIntake intake = new RequestIntake(socket, parts, in, out);
      AdmittedRequest first = request(intake);
      if (first != null) {
        parts.threads.execute(() -> serve(first, intake, in, out));
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

  private void serve(
      AdmittedRequest first, RequestIntake intake, ConnectionInput in, WatchedOutput out) {
    try {
      AdmittedRequest request = first;
      while (request != null && answer(request, in, out)) {
        parts.unauthenticated.beginAgain(this);
        request = request(intake);
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
    WatchedOutput out = output;
    if (out != null) {
      parts.counts.sent(out.takeSent());
    }
  }

  /** Whether it has read all that the client sent so far. */
  boolean waitsForBytes() {
    ConnectionInput in = input;
    return in == null ? socket.waitsForHandshake() : in.waitsForBytes();
  }

  /** For how long its client has not read what is being written; in nanoseconds. */
  long writeWaits(long nowNanos) {
    WatchedOutput out = output;
    return out == null ? 0 : out.waiting(nowNanos);
  }

  /** For how long the target has taken nothing of the request's body; in nanoseconds. */
  long bodyWaits(long nowNanos) {
    WatchedRequest watched = underWay;
    return watched == null ? 0 : watched.bodyWaits(nowNanos);
  }

  /** A request that has shown a secret; null if the connection ends instead. */
  private @Nullable AdmittedRequest request(RequestIntake intake) throws IOException {
    long begin = System.nanoTime() | 1;
    headSince = begin;
    try {
      if (!intake.begins()) {
        return null;
      }
    } finally {
      headSince = 0;
    }
    AdmittedRequest request = intake.next(System.nanoTime() - begin);
    if (request == null || !parts.unauthenticated.authenticated(this)) {
      return null;
    }
    hasPlace = hasPlace || parts.places.tryAcquire();
    if (!hasPlace) {
      intake.refuseAsTooMany(request.head);
      return null;
    }
    intake.admitted();
    return request;
  }

  /** Answers one request; returns whether another may follow. */
  private boolean answer(AdmittedRequest request, ConnectionInput in, WatchedOutput out)
      throws IOException {
    long began = System.nanoTime();
    RequestHead head = request.head;
    if (request.own == null && WebSocketHandshake.isAskedFor(head)) {
      WebSocketUpgrade upgrade = new WebSocketUpgrade(request, socket, parts);
      webSocket = upgrade;
      upgrade.run(in, out);
      return false;
    }
    RequestBody body = request.body;
    UpstreamCall call = new UpstreamCall();
    WatchedRequest watched = new WatchedRequest(in, body, call);
    Reply reply = Reply.to(head, out);
    boolean done = false;
    if (new HopByHop(head.all("Connection")).saysClose()) {
      reply.close();
    }
    if (RequestBody.isAwaited(head) && !body.hasEnded()) {
      Reply.invite(out);
    }
    underWay = watched;
    try {
      if (request.own != null) {
        request.own.write(reply);
      } else {
        parts.forwarding.forward(request.route(), head, body, call, reply);
      }
      done = true;
    } finally {
      underWay = null;
      if (!done) {
        call.cancel();
      }
      parts.ended(request, reply, out, System.nanoTime() - began);
    }
    if (!body.hasEnded()) {
      // The client still sends. If the connection closed now, it might not read the answer.
      socket.shutdownOutput();
      body.finish(LONGEST_FAREWELL_MILLIS);
      return false;
    }
    return !reply.closes() && isNextThere(watched);
  }

  private boolean isNextThere(WatchedRequest watched) throws IOException {
    idleSince = System.nanoTime() | 1;
    try {
      return watched.awaitNext();
    } finally {
      idleSince = 0;
    }
  }

  /**
   * Watches a request that takes long, and closes a connection that has sent nothing for too long.
   *
   * @return whether the next look should be soon
   */
  boolean look() {
    long head = headSince;
    if (head != 0) {
      if (System.nanoTime() - head > TimeUnit.MILLISECONDS.toNanos(parts.headMillis)) {
        abort();
      }
      return true;
    }
    WatchedRequest watched = underWay;
    if (watched != null) {
      watched.look(parts.threads);
      return true;
    }
    long idle = idleSince;
    if (idle != 0 && System.nanoTime() - idle > LONGEST_IDLE_NANOS) {
      abort();
    }
    return false;
  }

  /** Closes it at once. */
  void abort() {
    try {
      close();
    } catch (IOException gone) {
      LOG.trace("a connection to the gateway ended before it was closed", gone);
    }
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  /** Also ends the request that is under way. */
  @Override
  public void close() throws IOException {
    WebSocketUpgrade upgrade = webSocket;
    if (upgrade != null) {
      upgrade.close();
    }
    socket.close();
    WatchedRequest watched = underWay;
    if (watched != null) {
      watched.cancel();
    }
  }
}
