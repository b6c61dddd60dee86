package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.target.Target;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on 127.0.0.1 and forwards what carries a {@link Route}'s secret to that route's target,
 * signed: for clients in another process, where no instrumentation reaches.
 *
 * <p><b>Who may come in.</b> Every process of this machine can connect, a web page in somebody's
 * browser too. What tells the right one apart is the secret; {@link Admission} holds all the rules.
 * Whatever breaks one is answered 403 with nothing in it and loses its connection.
 *
 * <p><b>Why there is a server here</b> and not the JDK's: that one answers a CONNECT with nothing,
 * a malformed line with a page of its own before any handler is asked, cannot see that a client has
 * left while its answer is still being thought about, and is absent where the application is made
 * of modules. What is accepted is a strict part of HTTP/1.1, and the next hop is written anew by
 * the JDK's client, so that nothing can be smuggled past it.
 *
 * <p><b>Threads.</b> One for each connection, a second while it is watched for its client's
 * leaving, and those of the JDK's client: virtual where there are any, else daemons that end when
 * idle. The JVM does not wait for them.
 *
 * <p>Public, like {@link Route}, for the runtime and the command line; needs Java 11.
 */
public final class Gateway implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int BACKLOG = 128;

  /** Beyond it new connections are closed; a process without the secret holds none for long. */
  private static final int MOST_CONNECTIONS = 1000;

  private static final long LONGEST_CLOSE_SECONDS = 5;

  private final ServerSocket listener;
  private final Executor threads = GatewayThreads.executor();
  private final Routes routes = new Routes();
  private final Admission admission;
  private final Forwarding forwarding;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch accepting = new CountDownLatch(1);
  private volatile boolean closed;

  private Gateway(ServerSocket listener, RequestAuthorizer authorizer) {
    this.listener = listener;
    this.admission = new Admission(listener.getLocalPort(), routes);
    this.forwarding = new Forwarding(authorizer, new Upstream(threads));
  }

  /**
   * Begins to listen. Nothing can come in before there is a {@link #route}.
   *
   * @param authorizer decides for each request, as it does for those of instrumented clients
   * @param port 0 for any that is free
   * @throws IOException where the port is taken
   */
  public static Gateway open(RequestAuthorizer authorizer, int port) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
    } catch (IOException | RuntimeException taken) {
      listener.close();
      throw taken;
    }
    Gateway gateway = new Gateway(listener, authorizer);
    gateway.threads.execute(gateway::accept);
    LOG.info("gateway listens on 127.0.0.1:{}", gateway.port());
    return gateway;
  }

  /** A way to {@code target}, and to nothing else, for whoever is given its secret. */
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
    for (Connection connection : connections) {
      connection.close();
    }
    awaitFreePort();
  }

  /** As long as a thread waits at the port, the kernel holds it open and takes connections. */
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
          // Out of file descriptors, say: what is open goes on, and some of it will end.
          LOG.debug("gateway could not accept a connection", failure);
          pause();
        }
      }
    }
  }

  private void begin(Socket socket) throws IOException {
    if (connections.size() >= MOST_CONNECTIONS) {
      socket.close();
      return;
    }
    Connection connection = new Connection(socket, admission, forwarding, threads);
    connections.add(connection);
    try {
      threads.execute(
          () -> {
            try {
              connection.run();
            } finally {
              connections.remove(connection);
            }
          });
    } catch (RuntimeException | Error noThread) {
      connections.remove(connection);
      socket.close();
    }
    if (closed) {
      connection.close();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
