package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.connection.SocketDeadline;
import io.foundryidentity.agent.core.targets.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * Opens TCP to a target, for https through the JVM's proxy if it has one.
 *
 * <p>An https target is reached through an HTTP proxy by CONNECT, through a SOCKS proxy by {@link
 * Socket#Socket(Proxy)}. Plain http is for loopback only and goes through no proxy: before the
 * first byte the connected address is checked, whatever the name resolved to.
 *
 * <p>The name is looked up without a limit, as Java cannot end it; resolvers have limits of their
 * own.
 */
final class TargetDial {

  /** Gets each socket before it connects, so that another thread can close it. */
  interface Holder {
    /**
     * @throws IOException if nothing is to be opened any more; the socket is closed then
     */
    void hold(Socket made) throws IOException;
  }

  private final Target target;
  private final Duration step;
  private final Holder holder;

  /**
   * @param step the limit for the connection, and for a proxy's answer
   */
  TargetDial(Target target, Duration step, Holder holder) {
    this.target = target;
    this.step = step;
    this.holder = holder;
  }

  /** A connection for the target's own protocol: for https the bytes of TLS come first. */
  Socket open() throws IOException {
    if (target.scheme().equals("https")) {
      return toSecure();
    }
    Socket direct = direct(target.host(), target.port());
    if (!direct.getInetAddress().isLoopbackAddress()) {
      throw new IOException("plain http is for loopback only");
    }
    return direct;
  }

  private Socket toSecure() throws IOException {
    Proxy proxy = proxy();
    if (proxy.type() == Proxy.Type.HTTP) {
      Socket open = toProxy((InetSocketAddress) proxy.address());
      ProxyTunnel.open(open, authority(), end());
      return open;
    }
    if (proxy.type() == Proxy.Type.SOCKS) {
      // The proxy looks the name up
      Socket open = held(proxy);
      dial(open, InetSocketAddress.createUnresolved(target.host(), target.port()), step);
      return open;
    }
    return direct(target.host(), target.port());
  }

  private Socket toProxy(InetSocketAddress proxy) throws IOException {
    try {
      return direct(proxy.getHostString(), proxy.getPort());
    } catch (IOException unreached) {
      throw new IOException(
          "no connection to the proxy "
              + proxy.getHostString()
              + ":"
              + proxy.getPort()
              + " ("
              + unreached.getClass().getSimpleName()
              + ")",
          unreached);
    }
  }

  private Proxy proxy() throws IOException {
    try {
      return ProxyLookup.selected(new URI("https://" + authority() + "/"));
    } catch (URISyntaxException odd) {
      throw new IOException("the target's name is not valid in a URI", odd);
    }
  }

  /** Host and port, as a request line and a Host header write them. */
  private String authority() {
    boolean ipv6 = target.host().indexOf(':') >= 0;
    return (ipv6 ? "[" + target.host() + "]" : target.host()) + ":" + target.port();
  }

  private long end() {
    return System.nanoTime() + step.toNanos();
  }

  /**
   * Tries the addresses of a name one by one, as a host may answer on one family only. Each gets an
   * equal part of the time that is left.
   */
  private Socket direct(String host, int port) throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    long end = end();
    IOException failure = new IOException("its name has no address");
    for (int i = 0; i < addresses.length; i++) {
      // Without a proxy also if the JVM has one for all sockets (socksProxyHost). Not of a channel,
      // whose streams may wait for each other when one thread reads and another writes.
      Socket socket = held(Proxy.NO_PROXY);
      try {
        long part = (end - System.nanoTime()) / (addresses.length - i);
        dial(socket, new InetSocketAddress(addresses[i], port), Duration.ofNanos(part));
        return socket;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private Socket held(Proxy proxy) throws IOException {
    Socket made = new Socket(proxy);
    holder.hold(made);
    return made;
  }

  private static void dial(Socket socket, InetSocketAddress address, Duration limit)
      throws IOException {
    // Not with Java's own timeout: a SOCKS proxy's answer may come byte by byte, and a socket that
    // once had a timeout needs three system calls for each read.
    try (SocketDeadline deadline =
        new SocketDeadline(socket, System.nanoTime() + limit.toNanos())) {
      try {
        socket.connect(address);
        // Frames and streamed parts are small, and the target needs each of them at once
        socket.setTcpNoDelay(true);
      } catch (IOException e) {
        socket.close();
        throw deadline.cause(e);
      }
    }
  }
}
