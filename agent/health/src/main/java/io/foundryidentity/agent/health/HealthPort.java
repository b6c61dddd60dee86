package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.configuration.ListenAddress;
import io.foundryidentity.agent.core.platform.AgentThread;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server that shows the agent's state to probes, to Prometheus and to people.
 *
 * <p><b>Why not the JDK's server.</b> It is in a module of its own, which runtime images often
 * lack, and it answers malformed requests without asking a handler.
 *
 * <p><b>What it gives away.</b> Whoever reaches the address can read it, so it listens on loopback
 * unless the operator names another address. It changes nothing: there is no switch behind it.
 *
 * <p><b>Limits.</b> A connection has one request, a few seconds, and a thread of the agent. There
 * are at most {@link #MOST_CONNECTIONS}; another one closes the oldest. So somebody who opens many
 * and sends nothing does not keep a probe out.
 *
 * <p>Public for the runtime.
 */
public final class HealthPort implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthPort.class);

  static final int MOST_CONNECTIONS = 16;

  private static final int BACKLOG = 64;
  private static final long PAUSE_MILLIS = 100;

  private final ServerSocket listener;
  private final Pages pages;
  private final Deque<Socket> open = new ArrayDeque<>();
  private volatile boolean closed;

  private HealthPort(ServerSocket listener, Pages pages) {
    this.listener = listener;
    this.pages = pages;
  }

  /** Listens from now on, on a thread of its own; a failure is one log line. */
  public static void start(ListenAddress address, HealthSource health) {
    try {
      open(address.address(), address.port(), health);
      LOG.info("health port: listens on http://{}/", address);
    } catch (IOException | RuntimeException refused) {
      LOG.error(
          "health port: cannot listen on {}: {}; the agent works without it",
          address,
          String.valueOf(refused.getMessage()));
    }
  }

  static HealthPort open(String address, int port, HealthSource health) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(new InetSocketAddress(InetAddress.getByName(address), port), BACKLOG);
    } catch (IOException | RuntimeException taken) {
      listener.close();
      throw taken;
    }
    HealthPort opened = new HealthPort(listener, new Pages(health));
    AgentThread.daemon(opened::accept, "foundry-identity-health").start();
    return opened;
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
  }

  private void accept() {
    while (!closed) {
      try {
        serve(listener.accept());
      } catch (IOException | RuntimeException | OutOfMemoryError failure) {
        if (!closed) {
          // For example no file descriptor or no thread is left
          LOG.debug("health port: a connection could not be accepted", failure);
          pause();
        }
      }
    }
  }

  private void serve(Socket socket) {
    makeRoomFor(socket);
    boolean started = false;
    try {
      AgentThread.daemon(() -> answer(socket), "foundry-identity-health-answer").start();
      started = true;
    } finally {
      if (!started) {
        ended(socket);
      }
    }
  }

  private void answer(Socket socket) {
    try {
      new HealthConnection(socket, listener.getLocalPort(), pages).answer();
    } catch (IOException left) {
      LOG.trace("health port: a connection ended", left);
    } finally {
      ended(socket);
    }
  }

  private void makeRoomFor(Socket socket) {
    Socket oldest = null;
    synchronized (open) {
      if (open.size() >= MOST_CONNECTIONS) {
        oldest = open.pollFirst();
      }
      open.addLast(socket);
    }
    if (oldest != null) {
      close(oldest);
    }
  }

  private void ended(Socket socket) {
    synchronized (open) {
      open.remove(socket);
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      LOG.trace("health port: a connection ended before it was closed", gone);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
