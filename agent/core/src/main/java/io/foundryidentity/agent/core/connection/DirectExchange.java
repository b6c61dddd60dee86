package io.foundryidentity.agent.core.connection;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own HTTP: one connection for each request, and none of the application's settings.
 *
 * <p>It speaks HTTP/1.1 over its own sockets. {@link java.net.HttpURLConnection} cannot be used: it
 * always asks the process-wide {@link java.net.CookieHandler}, on Java 8 also the default {@link
 * java.net.Authenticator}, and neither can be switched off for one connection. This class has no
 * cookie, authenticator, response cache, keep-alive pool, redirect or application TLS default to
 * switch off. The agent needs little: a request with a short body, an answer that is read whole,
 * and a closed connection. No instrumented client is involved, so these requests are never
 * authorized or counted as the application's.
 *
 * <p>An exception names the host and what went wrong, never a header, a body or a query.
 */
public final class DirectExchange {

  private final Connector connector;
  private final Duration answerTimeout;

  /**
   * @param answerTimeout the limit for the whole exchange after the connection is open, so that an
   *     endpoint that sends its bytes slowly cannot exceed it
   */
  public DirectExchange(Connector connector, Duration answerTimeout) {
    this.connector = connector;
    this.answerTimeout = answerTimeout;
  }

  /**
   * Sends the request and reads the whole answer.
   *
   * @param headers those about the connection and the body's length are ignored, as this class sets
   *     them
   * @param body null if there is none
   */
  public HttpAnswer send(
      String method, URL url, Iterable<Map.Entry<String, String>> headers, byte @Nullable [] body)
      throws IOException {
    return send(method, url, headers, body, System.nanoTime() + Long.MAX_VALUE / 2);
  }

  /**
   * The same with one more limit.
   *
   * @param latest the end of the time for the connection and the exchange together, as a value of
   *     {@link System#nanoTime}
   */
  public HttpAnswer send(
      String method,
      URL url,
      Iterable<Map.Entry<String, String>> headers,
      byte @Nullable [] body,
      long latest)
      throws IOException {
    byte[] message = message(method, url, headers, body);
    OpenConnection connection;
    try {
      connection = connector.open(url, latest);
    } catch (IOException e) {
      throw new NotConnectedException(url.getHost() + ": " + reason(e), e);
    }
    try {
      long end = Connector.end(answerTimeout, latest);
      try (SocketDeadline deadline = new SocketDeadline(connection.plain, end)) {
        try {
          return exchange(connection.socket, message, deadline);
        } finally {
          connection.close();
        }
      }
    } catch (IOException e) {
      throw new IOException(url.getHost() + ": " + reason(e), e);
    }
  }

  private static HttpAnswer exchange(Socket socket, byte[] message, SocketDeadline deadline)
      throws IOException {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(message);
      out.flush();
      return HttpAnswer.read(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw deadline.cause(e);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    String name = e.getClass().getSimpleName();
    return message == null || message.isEmpty()
        ? name
        : "IOException".equals(name) ? message : message + " (" + name + ")";
  }

  /**
   * The request as bytes, built before the connection is opened, so that an invalid request does
   * not open one.
   */
  private static byte[] message(
      String method, URL url, Iterable<Map.Entry<String, String>> headers, byte @Nullable [] body)
      throws IOException {
    String target = url.getFile().isEmpty() ? "/" : url.getFile();
    if (!target.startsWith("/")) {
      target = "/" + target;
    }
    StringBuilder head = new StringBuilder(512);
    line(head, method + " " + target + " HTTP/1.1");
    line(head, "Host: " + hostHeader(url));
    line(head, "Connection: close");
    if (body != null || "POST".equals(method)) {
      line(head, "Content-Length: " + (body == null ? 0 : body.length));
    }
    boolean accept = false;
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      accept |= name.equals("accept");
      if (!ownHeader(name)) {
        line(head, header.getKey() + ": " + header.getValue());
      }
    }
    if (!accept) {
      line(head, "Accept: application/json");
    }
    head.append("\r\n");

    ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + 256);
    message.write(head.toString().getBytes(StandardCharsets.UTF_8));
    if (body != null) {
      message.write(body);
    }
    return message.toByteArray();
  }

  private static boolean ownHeader(String lowerCaseName) {
    switch (lowerCaseName) {
      case "host":
      case "connection":
      case "content-length":
      case "transfer-encoding":
      case "accept-encoding":
      case "expect":
        return true;
      default:
        return false;
    }
  }

  static String hostHeader(URL url) {
    boolean defaultPort = url.getPort() == -1 || url.getPort() == url.getDefaultPort();
    return defaultPort ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  /** One line of the head; a control character would start another one (RFC 9112, section 11.1). */
  private static void line(StringBuilder head, String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7f) {
        throw new IOException("a control character in the request's head");
      }
    }
    head.append(text).append("\r\n");
  }
}
