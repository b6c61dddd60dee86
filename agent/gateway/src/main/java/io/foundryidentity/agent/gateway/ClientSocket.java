package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.connection.SocketDeadline;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one client, with TLS or without.
 *
 * <p>It is always the socket below TLS that is closed: closing TLS may itself wait for the client.
 */
final class ClientSocket implements Closeable {

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final String[] HTTP = {"http/1.1"};

  private final Socket plain;
  private final @Nullable ServerCertificate certificate;
  private volatile boolean handshaking;
  private @Nullable Socket secured;

  ClientSocket(Socket plain, @Nullable ServerCertificate certificate) {
    this.plain = plain;
    this.certificate = certificate;
    this.handshaking = certificate != null;
  }

  /**
   * The socket to read from and to write to. With TLS, after the handshake.
   *
   * @param longestMillis for the handshake
   */
  Socket open(long longestMillis) throws IOException {
    // The parts of a stream are small, and the client needs each of them at once.
    plain.setTcpNoDelay(true);
    if (!plain.getLocalAddress().isLoopbackAddress()) {
      // A machine that vanishes says no goodbye, and would keep its place
      KeepAlive.enable(plain);
    }
    if (certificate == null) {
      return plain;
    }
    SSLSocket tls =
        (SSLSocket)
            certificate
                .context()
                .getSocketFactory()
                .createSocket(plain, null, plain.getPort(), true);
    tls.setUseClientMode(false);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    // A client that offers only another protocol is refused here.
    parameters.setApplicationProtocols(HTTP);
    tls.setSSLParameters(parameters);
    secured = tls;
    try (SocketDeadline limit = deadline(longestMillis)) {
      tls.startHandshake();
    } finally {
      handshaking = false;
    }
    return tls;
  }

  /**
   * Closes the socket after that time. With TLS, the time limit of reads is not enough: it begins
   * again with each byte of an unfinished record.
   */
  SocketDeadline deadline(long millis) {
    return new SocketDeadline(plain, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  boolean isSecure() {
    return certificate != null;
  }

  /** Whether the client has sent nothing more of its handshake. */
  boolean waitsForHandshake() {
    try {
      return handshaking && plain.getInputStream().available() == 0;
    } catch (IOException closed) {
      return true;
    }
  }

  /** The gateway's own end. */
  InetAddress localAddress() {
    return plain.getLocalAddress();
  }

  boolean isClosed() {
    return plain.isClosed();
  }

  void shutdownOutput() throws IOException {
    Socket open = secured;
    (open == null ? plain : open).shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }
}
