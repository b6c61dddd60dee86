package io.foundryidentity.agent.bootstrap;

import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the socket below a client's own connection object, and to which host and port it was
 * opened, for clients whose object does not show it. The objects are held weakly; a socket does not
 * refer to the object above it.
 *
 * <p>The host and port prove nothing. They only take a connection away from a request for another
 * address: a certificate knows no port.
 *
 * <p>Public for advice.
 */
public final class KnownSockets {

  /** By the connection; static, as advice has no object of the agent's to ask. */
  private static final WeakTable<Opened> SOCKETS = new WeakTable<>();

  private KnownSockets() {}

  /**
   * Remembers a socket that no request may use yet.
   *
   * @param socket what the connection writes to, the outermost layer of TLS
   */
  public static void note(Object connection, Socket socket) {
    put(connection, new Opened(socket, null, -1));
  }

  /**
   * Remembers the address that a connection was opened to.
   *
   * @param socket what the connection writes to if it has no TLS; otherwise the one noted before
   *     counts
   */
  public static void opened(Object connection, Socket socket, String host, int port) {
    Opened before = SOCKETS.get(connection);
    put(connection, new Opened(before == null ? socket : before.socket, host, port));
  }

  /** Null where nothing is known, or where the connection was opened to another address. */
  public static @Nullable Socket of(Object connection, String host, int port) {
    Opened known = SOCKETS.get(connection);
    return known != null && known.port == port && host.equalsIgnoreCase(known.host)
        ? known.socket
        : null;
  }

  private static void put(Object connection, Opened opened) {
    if (AuthorizationBridge.isInstalled()) {
      SOCKETS.put(connection, opened);
    }
  }

  static void clear() {
    SOCKETS.clear();
  }

  private static final class Opened {
    final Socket socket;
    final @Nullable String host;
    final int port;

    Opened(Socket socket, @Nullable String host, int port) {
      this.socket = socket;
      this.host = host;
      this.port = port;
    }
  }
}
