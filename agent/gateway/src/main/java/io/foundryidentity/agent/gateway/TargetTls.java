package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.connection.SocketDeadline;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * TLS to targets: the JVM's trust store ({@code javax.net.ssl.trustStore}) with a context of its
 * own, no client key, and host names that are always compared.
 *
 * <p>Applications switch verification off with {@code SSLContext.setDefault} or a system property
 * of the JDK's client; neither has an effect on a connection with the agent's token.
 */
final class TargetTls {

  private @Nullable SSLContext context;

  /** A context that nobody else has; made at its first use, on a thread of the gateway. */
  synchronized SSLContext context() throws IOException {
    if (context == null) {
      try {
        SSLContext own = SSLContext.getInstance("TLS");
        // No client key, and the JVM's default trust managers
        own.init(null, null, null);
        context = own;
      } catch (GeneralSecurityException e) {
        throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
      }
    }
    return context;
  }

  static SSLParameters verifying(SSLParameters parameters) {
    // The trust manager compares the certificate's names with the host (RFC 2818)
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  /**
   * Makes the handshake over a connection that is open.
   *
   * @param protocols for ALPN, the preferred one first; empty for none
   * @param end of the handshake's time, as a value of {@link System#nanoTime}
   */
  SSLSocket handshake(Socket plain, String host, int port, List<String> protocols, long end)
      throws IOException {
    // JSSE sends the host as the server's name (SNI), where it is a name
    SSLSocket secure =
        (SSLSocket) context().getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = verifying(secure.getSSLParameters());
    parameters.setApplicationProtocols(protocols.toArray(new String[0]));
    secure.setSSLParameters(parameters);
    try (SocketDeadline deadline = new SocketDeadline(plain, end)) {
      try {
        secure.startHandshake();
      } catch (IOException e) {
        throw deadline.cause(e);
      }
    }
    return secure;
  }
}
