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
 * The agent's own HTTP: one connection for each request, with nothing that the application set for
 * its own.
 *
 * <p>It speaks HTTP/1.1 over sockets of its own. {@link java.net.HttpURLConnection} would not do:
 * it takes the process-wide {@link java.net.CookieHandler} when it is made and always asks it, and
 * on Java 8 the default {@link java.net.Authenticator} too; neither can be switched off for one
 * connection. Here there is no cookie, authenticator, response cache, keep-alive pool, redirect or
 * application TLS default to switch off. What the agent needs is little: a request with a short
 * body, an answer that is read whole, the connection closed. No instrumented client is in between,
 * so what is sent here is never signed or counted as the application's.
 *
 * <p>An exception names the host and what went wrong, never a header, a body or a query.
 */
public final class DirectExchange {

  private final Connector connector;
  private final Duration answerTimeout;

  /**
   * @param answerTimeout the longest a whole exchange takes once connected, so that an endpoint
   *     which drips bytes ends too
   */
  public DirectExchange(Connector connector, Duration answerTimeout) {
    this.connector = connector;
    this.answerTimeout = answerTimeout;
  }

  /**
   * Asks and reads the whole answer.
   *
   * @param headers what describes the connection or the body's length is left out: it is this
   *     class's to say
   * @param body null where there is none
   */
  public HttpAnswer send(
      String method, URL url, Iterable<Map.Entry<String, String>> headers, byte @Nullable [] body)
      throws IOException {
    byte[] message = message(method, url, headers, body);
    try (Socket socket = connector.connect(url)) {
      long deadline = System.nanoTime() + answerTimeout.toNanos();
      OutputStream out = socket.getOutputStream();
      out.write(message);
      out.flush();
      return HttpAnswer.read(new BufferedInputStream(new DeadlineInputStream(socket, deadline)));
    } catch (IOException e) {
      throw new IOException(url.getHost() + ": " + reason(e), e);
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
   * The request as bytes; it is built before anything is connected, so that a bad one costs
   * nothing.
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
