package io.foundryidentity.agent.core.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of the agent's own requests: to identity endpoints, and to a target that is
 * asked why it refuses requests.
 *
 * <p>Plain http is for endpoints on the machine itself (IMDS, App Service, Arc). They are reached
 * directly even if the JVM has a proxy, because a proxy could read the token. https may use a
 * proxy's CONNECT.
 *
 * <p>TLS trusts what the JVM trusts ({@code javax.net.ssl.trustStore}), through a context that is
 * made here. Applications switch verification off with {@code SSLContext.setDefault} or {@code
 * HttpsURLConnection}'s defaults; neither changes this context.
 */
public final class Connector {

  private static final long NO_LIMIT = Long.MAX_VALUE / 2;

  /** Null if every connection is direct. */
  private final @Nullable ProxyLookup proxies;

  /** Null for what the JVM trusts, and the names of URLs. */
  private final @Nullable ServerTrust trust;

  private final Duration connectTimeout;
  private final Duration handshakeTimeout;
  private @Nullable SSLSocketFactory tls;

  /**
   * @param connectTimeout the limit until a connection is open, for all addresses together
   * @param handshakeTimeout the limit for a proxy's answer, and again for the TLS handshake
   */
  public Connector(ProxyLookup proxies, Duration connectTimeout, Duration handshakeTimeout) {
    this(proxies, null, connectTimeout, handshakeTimeout);
  }

  /**
   * Connections to one server, which are direct whatever proxy the JVM or the environment names.
   *
   * @param trust whom to trust instead of what the JVM trusts
   */
  public Connector(ServerTrust trust, Duration connectTimeout, Duration handshakeTimeout) {
    this(null, trust, connectTimeout, handshakeTimeout);
  }

  private Connector(
      @Nullable ProxyLookup proxies,
      @Nullable ServerTrust trust,
      Duration connectTimeout,
      Duration handshakeTimeout) {
    this.proxies = proxies;
    this.trust = trust;
    this.connectTimeout = connectTimeout;
    this.handshakeTimeout = handshakeTimeout;
  }

  /** Connects, and for https makes the TLS handshake: the result is then an {@link SSLSocket}. */
  public Socket connect(URL url) throws IOException {
    return open(url, System.nanoTime() + NO_LIMIT).socket;
  }

  /**
   * Connects, and for https makes the TLS handshake. The look-up of a name is not limited, as Java
   * cannot end it; resolvers have limits of their own.
   *
   * @param latest the end of the time for all steps together, as a value of {@link System#nanoTime}
   */
  OpenConnection open(URL url, long latest) throws IOException {
    int port = url.getPort() == -1 ? url.getDefaultPort() : url.getPort();
    String host = bare(url.getHost());
    if ("http".equals(url.getProtocol())) {
      Socket socket = open(host, port, Proxy.NO_PROXY, latest);
      return new OpenConnection(socket, socket);
    }
    if (!"https".equals(url.getProtocol())) {
      throw new IOException("neither http nor https");
    }
    ProxyChoice choice = proxies == null ? ProxyChoice.DIRECT : proxies.forHttps(host, port);
    Socket plain =
        choice.host == null
            ? open(host, port, choice.socks, latest)
            : open(choice.host, choice.port, Proxy.NO_PROXY, latest);
    try {
      if (choice.host != null) {
        tunnel(plain, host, port, choice, end(handshakeTimeout, latest));
      }
      return new OpenConnection(secured(plain, host, port, end(handshakeTimeout, latest)), plain);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** The earlier of that limit from now and the latest end. */
  static long end(Duration limit, long latest) {
    long now = System.nanoTime();
    return now + Math.min(limit.toNanos(), latest - now);
  }

  /**
   * Tries the addresses of a name one by one, as a dual-stack host may answer on one family only.
   */
  private Socket open(String host, int port, Proxy proxy, long latest) throws IOException {
    long end = end(connectTimeout, latest);
    if (proxy.type() == Proxy.Type.SOCKS) {
      Socket socket = new Socket(proxy);
      connect(socket, InetSocketAddress.createUnresolved(host, port), end);
      return socket;
    }
    IOException failure = new IOException("no address");
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (end - System.nanoTime() <= 0) {
        break;
      }
      Socket socket = new Socket(Proxy.NO_PROXY);
      try {
        connect(socket, new InetSocketAddress(address, port), end);
        return socket;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static void connect(Socket socket, InetSocketAddress address, long end)
      throws IOException {
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    // For SOCKS, whose answer may come byte by byte. Java's own timeout comes first where it can
    long later = end + TimeUnit.MILLISECONDS.toNanos(100);
    try (SocketDeadline deadline = new SocketDeadline(socket, later)) {
      try {
        socket.connect(address, (int) millis);
        socket.setTcpNoDelay(true);
      } catch (IOException e) {
        socket.close();
        throw deadline.cause(e);
      }
    }
  }

  private static void tunnel(Socket socket, String host, int port, ProxyChoice choice, long end)
      throws IOException {
    String authority = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    StringBuilder head = new StringBuilder(128);
    head.append("CONNECT ").append(authority).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(authority).append("\r\n");
    if (choice.userInfo != null) {
      byte[] user = choice.userInfo.getBytes(StandardCharsets.UTF_8);
      head.append("Proxy-Authorization: Basic ");
      head.append(Base64.getEncoder().encodeToString(user)).append("\r\n");
    }
    int status;
    try (SocketDeadline deadline = new SocketDeadline(socket, end)) {
      try {
        OutputStream out = socket.getOutputStream();
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        // Unbuffered, as the bytes after the head belong to TLS
        status = HttpAnswer.readHead(socket.getInputStream());
      } catch (IOException e) {
        throw deadline.cause(e);
      }
    }
    if (status != 200) {
      throw new ProxyRefusedException(String.valueOf(choice.host), status);
    }
  }

  private Socket secured(Socket plain, String host, int port, long end) throws IOException {
    String name = trust == null ? null : trust.serverName();
    SSLSocketFactory sockets = trust == null ? tls() : trust.sockets();
    SSLSocket socket =
        (SSLSocket) sockets.createSocket(plain, name == null ? host : name, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    if (name != null) {
      // The JDK itself asks for no name without a dot
      parameters.setServerNames(Collections.singletonList(new SNIHostName(name)));
    }
    // The trust manager compares the certificate's names with the host (RFC 2818)
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    try (SocketDeadline deadline = new SocketDeadline(plain, end)) {
      try {
        socket.startHandshake();
      } catch (IOException e) {
        throw deadline.cause(e);
      }
    }
    return socket;
  }

  private synchronized SSLSocketFactory tls() throws IOException {
    if (tls == null) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        // No client key; the JVM's default trust managers
        context.init(null, null, null);
        tls = context.getSocketFactory();
      } catch (GeneralSecurityException e) {
        throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
      }
    }
    return tls;
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
