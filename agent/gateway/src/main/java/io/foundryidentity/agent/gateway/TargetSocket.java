package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.connection.SocketDeadline;
import io.foundryidentity.agent.core.targets.Target;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One raw connection to a target: TCP as {@link TargetDial} opens it, and TLS for https.
 *
 * <p>The connection, a proxy's answer and the handshake have 30 seconds each. {@link #close} may be
 * called by any thread and at any time: it ends a {@link #connect}, a read or a write.
 */
final class TargetSocket implements Closeable {

  static final Duration LONGEST_STEP = Duration.ofSeconds(30);

  /** In which TLS may say goodbye; a peer that does not read would make it wait for ever. */
  private static final long LONGEST_FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Target target;
  private final TargetTls tls;
  private final Duration step;
  private @Nullable Socket plain;
  private @Nullable Socket socket;
  private boolean closed;

  TargetSocket(Target target, TargetTls tls) {
    this(target, tls, LONGEST_STEP);
  }

  /**
   * @param step the limit for the connection, for a proxy's answer, and for the TLS handshake
   */
  TargetSocket(Target target, TargetTls tls, Duration step) {
    this.target = target;
    this.tls = tls;
    this.step = step;
  }

  /**
   * Connects; to be called once.
   *
   * @param protocols for ALPN, the preferred one first; empty for none
   * @throws IOException if the target is not reached, for a reason that {@link UnreachedTarget}
   *     names; nothing stays open
   */
  void connect(List<String> protocols) throws IOException {
    try {
      Socket open = new TargetDial(target, step, this::hold).open();
      if (target.scheme().equals("https")) {
        long end = System.nanoTime() + step.toNanos();
        use(tls.handshake(open, target.host(), target.port(), protocols, end));
      } else {
        use(open);
      }
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private synchronized void hold(Socket made) throws IOException {
    plain = made;
    requireOpen(made);
  }

  private synchronized void use(Socket connected) throws IOException {
    socket = connected;
    requireOpen(connected);
  }

  private void requireOpen(Socket made) throws IOException {
    if (closed) {
      made.close();
      throw new IOException("the connection was closed while it was being opened");
    }
  }

  private synchronized Socket connected() throws IOException {
    if (socket == null) {
      throw new IOException("the connection is not open");
    }
    return socket;
  }

  /** The connection's TCP, below TLS; null before it connects. */
  private synchronized @Nullable Socket below() {
    return plain;
  }

  /** What ALPN chose; empty if it chose nothing, as without TLS. */
  String protocol() throws IOException {
    Socket open = connected();
    String chosen = open instanceof SSLSocket ? ((SSLSocket) open).getApplicationProtocol() : "";
    return chosen == null ? "" : chosen;
  }

  InputStream input() throws IOException {
    return connected().getInputStream();
  }

  /** Not buffered; the connection sends each write at once. */
  OutputStream output() throws IOException {
    return connected().getOutputStream();
  }

  /** Reads or writes, or both. */
  interface Exchange<T> {
    T run() throws IOException;
  }

  /**
   * Runs an exchange that must end in time, however often a byte comes; otherwise this is closed.
   *
   * @param end of its time, as a value of {@link System#nanoTime}
   */
  <T> T within(long end, Exchange<T> exchange) throws IOException {
    Socket below = below();
    if (below == null) {
      throw new IOException("the connection is not open");
    }
    try (SocketDeadline deadline = new SocketDeadline(below, end)) {
      try {
        return exchange.run();
      } catch (IOException broken) {
        throw deadline.cause(broken);
      }
    }
  }

  /**
   * Whether an idle connection has received nothing, not even its end. A byte that has come may be
   * lost: then the connection must not be used any more.
   *
   * @param atOnce whether the last answer was read a moment ago: then only bytes are looked for;
   *     the connection's end is seen only by a wait of a millisecond
   */
  boolean isQuiet(boolean atOnce) {
    Socket below = below();
    if (below == null) {
      return false;
    }
    try {
      if (below.getInputStream().available() > 0) {
        return false;
      }
      if (atOnce) {
        return true;
      }
      below.setSoTimeout(1);
      below.getInputStream().read();
      return false;
    } catch (SocketTimeoutException quiet) {
      return isUnlimited(below);
    } catch (IOException broken) {
      return false;
    }
  }

  private static boolean isUnlimited(Socket below) {
    try {
      below.setSoTimeout(0);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** For a connection that may be quiet for long. */
  void keepAlive() throws IOException {
    Socket below = below();
    if (below != null) {
      KeepAlive.enable(below);
    }
  }

  /** Tells the target that nothing follows; its own bytes can still be read. */
  void shutdownOutput() throws IOException {
    connected().shutdownOutput();
  }

  /** Closes it, with TLS's goodbye if the target takes it at once. */
  @Override
  public void close() {
    Socket secure;
    Socket below;
    synchronized (this) {
      closed = true;
      secure = socket;
      below = plain;
    }
    if (below == null) {
      return;
    }
    if (secure != null && secure != below) {
      // Its close waits for a write of another thread, and for the target
      try (SocketDeadline deadline =
          new SocketDeadline(below, System.nanoTime() + LONGEST_FAREWELL_NANOS)) {
        secure.close();
      } catch (IOException gone) {
        // The one below is closed in any case
      }
    }
    abort(below);
  }

  /** Closes it at once and without a goodbye. */
  void abort() {
    Socket below;
    synchronized (this) {
      closed = true;
      below = plain;
    }
    if (below != null) {
      abort(below);
    }
  }

  private static void abort(Socket below) {
    try {
      below.close();
    } catch (IOException gone) {
      // Closed already, as far as it can be
    }
  }

  @Override
  public String toString() {
    return "a connection to " + target;
  }
}
