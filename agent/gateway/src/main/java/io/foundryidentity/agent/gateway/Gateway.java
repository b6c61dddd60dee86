package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.targets.Target;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on 127.0.0.1, and forwards requests that have a {@link Route}'s secret to that route's
 * target, with a token. It is for clients in other processes, which the agent cannot instrument.
 *
 * <p><b>Who has access.</b> Every process of this machine can connect, and so can a web page in a
 * browser. Only the right client knows the secret; {@link Admission} has all the rules. A request
 * that breaks one gets an empty 403, and its connection is closed.
 *
 * <p><b>Why not the JDK's server.</b> It does not answer a CONNECT, it answers a malformed line
 * with a page of its own before it calls a handler, it does not notice that a client has
 * disconnected while the target still works on the answer, and a runtime image may not have it.
 * This server accepts a strict part of HTTP/1.1 only, and the JDK's client writes the request to
 * the target, so that no request can be smuggled.
 *
 * <p><b>Limits.</b> Connections that have not shown a secret are few, have seconds for a head, and
 * take no room of those that have: {@link UnauthenticatedConnections}. Their bodies are not read.
 *
 * <p><b>Threads.</b> One for each connection, a second one while it waits for the client to
 * disconnect, as many as allowed for connections that have not shown a secret, and those of the
 * JDK's client: virtual threads if there are any, else daemons that end when idle. The JVM's end
 * does not wait for them.
 *
 * <p>Public, like {@link Route}, for the runtime and the command line; needs Java 11.
 */
public final class Gateway implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /**
   * Connections that wait to be accepted; behind a flood of others, it is a wait and no failure.
   */
  private static final int BACKLOG = 1024;

  private static final long LONGEST_CLOSE_SECONDS = 5;

  private final ServerSocket listener;
  private final Executor threads = GatewayThreads.executor();
  private final Routes routes = new Routes();
  private final GatewayParts parts;
  private final Executor readers;
  private final CountDownLatch accepting = new CountDownLatch(1);
  private volatile boolean closed;

  private Gateway(ServerSocket listener, RequestTargets targets, Limits limits) {
    this.listener = listener;
    this.parts =
        new GatewayParts(
            new Admission(listener.getLocalPort(), routes),
            new Forwarding(targets, new Upstream(threads)),
            threads,
            limits);
    this.readers = new BoundedExecutor(threads, limits.unauthenticated);
  }

  /**
   * Starts to listen. Every request is refused until there is a {@link #route}.
   *
   * @param targets decides for each request, as it does for those of instrumented clients
   * @param port 0 for any that is free
   * @throws IOException if the port is in use
   */
  public static Gateway open(RequestTargets targets, int port) throws IOException {
    return open(targets, port, Limits.DEFAULT);
  }

  static Gateway open(RequestTargets targets, int port, Limits limits) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
    } catch (IOException | RuntimeException taken) {
      listener.close();
      throw taken;
    }
    Gateway gateway = new Gateway(listener, targets, limits);
    gateway.threads.execute(gateway::accept);
    LOG.info("gateway listens on 127.0.0.1:{}", gateway.port());
    return gateway;
  }

  /** Adds a route to {@code target} for clients that know its secret. */
  public Route route(Target target) {
    if (target.wildcard()) {
      throw new IllegalArgumentException(target + " is not one host");
    }
    Route route = new Route(target, port(), routes);
    routes.add(route);
    LOG.debug("gateway has a route to {}", target);
    return route;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Ends every connection and the requests behind it; the port is free afterwards. */
  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    for (Connection connection : parts.connections) {
      connection.close();
    }
    awaitFreePort();
  }

  /** The kernel keeps the port open as long as a thread waits in accept. */
  private void awaitFreePort() throws IOException {
    try {
      if (!accepting.await(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the port is still in use");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    try {
      acceptUntilClosed();
    } finally {
      accepting.countDown();
    }
  }

  private void acceptUntilClosed() {
    while (!closed) {
      try {
        begin(listener.accept());
      } catch (IOException failure) {
        if (!closed) {
          // For example no file descriptor is left: open connections continue, and some of them
          // end.
          LOG.debug("gateway could not accept a connection", failure);
          pause();
        }
      }
    }
  }

  private void begin(Socket socket) throws IOException {
    Connection connection = new Connection(socket, parts);
    try {
      parts.unauthenticated.begin(connection);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      socket.close();
      return;
    }
    parts.connections.add(connection);
    try {
      readers.execute(connection);
    } catch (RuntimeException | Error noThread) {
      parts.connections.remove(connection);
      parts.unauthenticated.ended(connection);
      socket.close();
    }
    if (closed) {
      connection.close();
    }
  }

  /** Connections whose current request has not shown a secret; each has one thread. */
  int unauthenticatedCount() {
    return parts.unauthenticated.count();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
