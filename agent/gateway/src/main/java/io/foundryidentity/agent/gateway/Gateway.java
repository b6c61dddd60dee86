package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.status.GatewayHealth;
import io.foundryidentity.agent.core.status.GatewayStatus;
import io.foundryidentity.agent.core.targets.ForbiddenTargets;
import io.foundryidentity.agent.core.targets.Target;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on 127.0.0.1 unless {@link ListenOptions} say otherwise, and forwards requests that have
 * a {@link Route}'s secret to that route's target, with a token. It is for clients in other
 * processes, which the agent cannot instrument.
 *
 * <p><b>Who has access.</b> Every process of this machine can connect, and so can a web page in a
 * browser. Only the right client knows the secret; {@link Admission} has all the rules. A request
 * that breaks one gets a 403, and its connection is closed.
 *
 * <p><b>Why not the JDK's server.</b> It does not answer a CONNECT, it answers a malformed line
 * with a page of its own before it calls a handler, it does not notice that a client has
 * disconnected while the target still works on the answer, and a runtime image may not have it.
 * This server accepts a strict part of HTTP/1.1 only, and each request to the target is written
 * anew, so that no request can be smuggled.
 *
 * <p><b>Limits.</b> Connections that have not shown a secret are few, have seconds for a head, and
 * take no room of those that have: {@link UnauthenticatedConnections}. Their bodies are not read.
 *
 * <p><b>Threads.</b> One for each connection, which also sends the request to the target; a second
 * one while a request takes long, to notice that the client disconnects, and one while a long body
 * is sent; as many as allowed for connections that have not shown a secret; those of the JDK's
 * client for HTTP/2; and {@link DisconnectWatch}. They are virtual threads if there are any, else
 * daemons that end when idle. The JVM's end does not wait for them.
 *
 * <p>Public, like {@link Route}, for the runtime and the command line; needs Java 11.
 */
public final class Gateway implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /**
   * Connections that wait to be accepted; behind a flood of others, it is a wait and no failure.
   */
  private static final int BACKLOG = 1024;

  private static final long LONGEST_CLOSE_SECONDS = 5;

  private final ServerSocket listener;
  private final Executor threads = GatewayThreads.executor();
  private final Routes routes = new Routes();
  private final NextHops hops;
  private final GatewayParts parts;
  private final Executor readers;
  private final StalledClients stalled;
  private final CountDownLatch accepting = new CountDownLatch(1);
  private volatile boolean closed;

  private Gateway(
      ServerSocket listener, RequestTargets targets, ListenOptions options, Limits limits) {
    this.listener = listener;
    TargetTls tls = new TargetTls();
    this.hops = new NextHops(tls, threads, limits.separate);
    TargetAuthorization authorizations = new TargetAuthorization(targets);
    this.parts =
        new GatewayParts(
            options,
            listener.getLocalPort(),
            new Admission(routes),
            new Forwarding(authorizations, hops),
            new WebSocketForwarding(authorizations, tls),
            hops,
            threads,
            limits);
    this.readers = new BoundedExecutor(threads, limits.unauthenticated);
    this.stalled = new StalledClients(parts, limits.writeMillis);
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

  /**
   * As {@link #open(RequestTargets, int)}, also for other addresses and with TLS.
   *
   * @throws IOException if the port is in use, or the address is not one of this machine
   */
  public static Gateway open(RequestTargets targets, ListenOptions options) throws IOException {
    return open(targets, options, Limits.DEFAULT);
  }

  static Gateway open(RequestTargets targets, int port, Limits limits) throws IOException {
    return open(targets, ListenOptions.onLoopback(port), limits);
  }

  static Gateway open(RequestTargets targets, ListenOptions options, Limits limits)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(new InetSocketAddress(options.address(), options.port()), BACKLOG);
    } catch (IOException | RuntimeException taken) {
      listener.close();
      throw taken;
    }
    Gateway gateway = new Gateway(listener, targets, options, limits);
    gateway.threads.execute(gateway::accept);
    gateway.threads.execute(gateway.stalled);
    LOG.info("gateway listens on {}", options.listensOn(gateway.port()));
    return gateway;
  }

  /**
   * Adds a route to {@code target} for clients that know its secret.
   *
   * @throws IllegalArgumentException if it is a wildcard, or this gateway
   */
  public Route route(Target target) {
    return route(target, Secret.random());
  }

  /**
   * As {@link #route(Target)}, with the secret of a file, which is written if there is none.
   *
   * @throws IOException if the file cannot be used; the message is for the operator
   */
  public Route route(Target target, Path secretFile) throws IOException {
    return route(target, SecretFile.open(secretFile));
  }

  private Route route(Target target, Secret secret) {
    if (target.wildcard()) {
      throw new IllegalArgumentException(target + " is not one host");
    }
    ForbiddenTargets own = new ForbiddenTargets(Collections.emptyMap());
    own.add("http://127.0.0.1:" + port(), "this gateway's own address");
    if (own.reason(target) != null) {
      throw new IllegalArgumentException(target + " is this gateway's own address");
    }
    Route route = new Route(target, secret, parts.options.origin(port()), routes);
    routes.add(route);
    LOG.debug("gateway has a route to {}", target);
    return route;
  }

  /** From now on the gateway also gives {@code route}'s secret to who knows the header's. */
  public IdentityEndpoint identityEndpoint(Route route) {
    IdentityEndpoint endpoint =
        new IdentityEndpoint(route, parts.options.origin(port()), Clock.systemUTC());
    parts.pages.add(endpoint);
    return endpoint;
  }

  /** From now on the gateway answers {@code /healthz}, {@code /readyz} and {@code /metrics}. */
  public void show(GatewayHealth health) {
    HealthPage.all(health, routes, parts.options.isLoopback()).forEach(parts.pages::add);
  }

  /** What it has done since it opened. */
  public GatewayStatus status() {
    return parts.status();
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Ends every connection and the requests behind it; the port is free afterwards. */
  @Override
  public void close() throws IOException {
    closed = true;
    stalled.stop();
    listener.close();
    for (Connection connection : parts.connections) {
      connection.close();
    }
    hops.close();
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
      parts.watch.begin();
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
