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
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of the agent's own requests: to identity endpoints, and to a target that is
 * asked why it refuses.
 *
 * <p>Plain http is a machine's own endpoint (IMDS, App Service, Arc): it is reached directly,
 * whatever proxy the JVM has, because a proxy could read the token. https may go through a proxy's
 * CONNECT.
 *
 * <p>TLS trusts what the JVM trusts ({@code javax.net.ssl.trustStore}) through a context made here:
 * neither {@code SSLContext.setDefault} nor {@code HttpsURLConnection}'s defaults, by which
 * applications switch verification off, reach it.
 */
public final class Connector {

  private final ProxyRoutes routes;
  private final Duration connectTimeout;
  private final Duration handshakeTimeout;
  private @Nullable SSLSocketFactory tls;

  /**
   * @param connectTimeout the longest until a connection stands, all addresses together
   * @param handshakeTimeout the longest that each of a proxy's answer and of TLS takes
   */
  public Connector(ProxyRoutes routes, Duration connectTimeout, Duration handshakeTimeout) {
    this.routes = routes;
    this.connectTimeout = connectTimeout;
    this.handshakeTimeout = handshakeTimeout;
  }

  /** Connected, and for https past the handshake: the answer is an {@link SSLSocket} then. */
  public Socket connect(URL url) throws IOException {
    int port = url.getPort() == -1 ? url.getDefaultPort() : url.getPort();
    String host = bare(url.getHost());
    if ("http".equals(url.getProtocol())) {
      return open(host, port, Proxy.NO_PROXY);
    }
    if (!"https".equals(url.getProtocol())) {
      throw new IOException("neither http nor https");
    }
    ProxyRoute route = routes.forHttps(host, port);
    Socket plain =
        route.host == null
            ? open(host, port, route.socks)
            : open(route.host, route.port, Proxy.NO_PROXY);
    try {
      if (route.host != null) {
        tunnel(plain, host, port, route);
      }
      return secured(plain, host, port);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** Tries a name's addresses in turn, as a dual-stack host may answer on one family alone. */
  private Socket open(String host, int port, Proxy proxy) throws IOException {
    if (proxy.type() == Proxy.Type.SOCKS) {
      Socket socket = new Socket(proxy);
      connect(socket, InetSocketAddress.createUnresolved(host, port), connectTimeout.toMillis());
      return socket;
    }
    long end = System.nanoTime() + connectTimeout.toNanos();
    IOException failure = new IOException("no address");
    for (InetAddress address : InetAddress.getAllByName(host)) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        break;
      }
      Socket socket = new Socket(Proxy.NO_PROXY);
      try {
        connect(socket, new InetSocketAddress(address, port), left);
        return socket;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static void connect(Socket socket, InetSocketAddress address, long millis)
      throws IOException {
    try {
      socket.connect(address, (int) millis);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void tunnel(Socket socket, String host, int port, ProxyRoute route) throws IOException {
    String authority = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    StringBuilder head = new StringBuilder(128);
    head.append("CONNECT ").append(authority).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(authority).append("\r\n");
    if (route.userInfo != null) {
      byte[] user = route.userInfo.getBytes(StandardCharsets.UTF_8);
      head.append("Proxy-Authorization: Basic ");
      head.append(Base64.getEncoder().encodeToString(user)).append("\r\n");
    }
    OutputStream out = socket.getOutputStream();
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    // Unbuffered: what follows the head belongs to TLS
    long deadline = System.nanoTime() + handshakeTimeout.toNanos();
    int status = HttpAnswer.readHead(new DeadlineInputStream(socket, deadline));
    if (status != 200) {
      throw new ProxyRefusedException(String.valueOf(route.host), status);
    }
  }

  private Socket secured(Socket plain, String host, int port) throws IOException {
    plain.setSoTimeout((int) handshakeTimeout.toMillis());
    SSLSocket socket = (SSLSocket) tls().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    // The trust manager compares the certificate's names with the host (RFC 2818)
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private synchronized SSLSocketFactory tls() throws IOException {
    if (tls == null) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        // No key of the application's; the JVM's default trust managers
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
