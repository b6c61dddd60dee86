package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.connection.HttpAnswer;
import io.foundryidentity.agent.core.connection.SocketDeadline;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Asks an HTTP proxy for a connection to a target; the proxy gets no token and no password. */
final class ProxyTunnel {

  private static final int PROXY_UNAUTHORIZED = 407;

  private ProxyTunnel() {}

  /**
   * Sends a CONNECT and waits for the proxy's consent.
   *
   * @param proxy a connection to the proxy; afterwards one to the target
   * @param authority the target's host and port
   * @param end of the time for it, as a value of {@link System#nanoTime}
   */
  static void open(Socket proxy, String authority, long end) throws IOException {
    int status;
    try (SocketDeadline deadline = new SocketDeadline(proxy, end)) {
      try {
        status = ask(proxy, authority);
      } catch (IOException e) {
        throw deadline.cause(e);
      }
    } catch (SocketTimeoutException slow) {
      throw new IOException("the proxy did not answer in time", slow);
    } catch (IOException broken) {
      throw new IOException("the proxy's answer could not be read", broken);
    }
    if (status == PROXY_UNAUTHORIZED) {
      throw new IOException("the proxy asks for a password");
    }
    if (status < 200 || status > 299) {
      throw new IOException("the proxy refused the connection with status " + status);
    }
  }

  private static int ask(Socket proxy, String authority) throws IOException {
    String head = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
    OutputStream out = proxy.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    // Unbuffered, as the bytes after the head belong to TLS
    return HttpAnswer.readHead(proxy.getInputStream());
  }
}
