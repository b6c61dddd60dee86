package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import reactor.core.publisher.Mono;

/**
 * The identity library's HTTP: one connection for each request, with nothing that the application
 * set for its own.
 *
 * <p>It speaks HTTP/1.1 over sockets of its own. {@link java.net.HttpURLConnection} would not do:
 * it takes the process-wide {@link java.net.CookieHandler} when it is made and always asks it, and
 * on Java 8 the default {@link java.net.Authenticator} too; neither can be switched off for one
 * connection. Here there is no cookie, authenticator, response cache, keep-alive pool, redirect or
 * application TLS default to switch off. What identity endpoints need is little: a request with a
 * short body, an answer that is read whole, the connection closed.
 *
 * <p>An exception names the host and what went wrong, never a header, a body or a query.
 */
final class DirectHttpClient implements HttpClient {

  private final Connector connector;
  private final Duration answerTimeout;

  /**
   * @param answerTimeout the longest a whole exchange takes once connected, so that an endpoint
   *     which drips bytes ends too
   */
  DirectHttpClient(Connector connector, Duration answerTimeout) {
    this.connector = connector;
    this.answerTimeout = answerTimeout;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromCallable(() -> exchange(request));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    try {
      return exchange(request);
    } catch (IOException e) {
      // azure-core's retry policy looks for the IOException below
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse exchange(HttpRequest request) throws IOException {
    URL url = request.getUrl();
    byte[] message = message(request);
    try (Socket socket = connector.connect(url)) {
      long deadline = System.nanoTime() + answerTimeout.toNanos();
      OutputStream out = socket.getOutputStream();
      out.write(message);
      out.flush();
      HttpAnswer answer =
          HttpAnswer.read(new BufferedInputStream(new DeadlineInputStream(socket, deadline)));
      return new BufferedResponse(request, answer);
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
  private static byte[] message(HttpRequest request) throws IOException {
    URL url = request.getUrl();
    String target = url.getFile().isEmpty() ? "/" : url.getFile();
    if (!target.startsWith("/")) {
      target = "/" + target;
    }
    BinaryData data = request.getBodyAsBinaryData();
    byte[] body = data == null ? new byte[0] : data.toBytes();

    StringBuilder head = new StringBuilder(512);
    line(head, request.getHttpMethod() + " " + target + " HTTP/1.1");
    line(head, "Host: " + hostHeader(url));
    line(head, "Connection: close");
    if (data != null || "POST".equals(request.getHttpMethod().toString())) {
      line(head, "Content-Length: " + body.length);
    }
    boolean accept = false;
    for (HttpHeader header : request.getHeaders()) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      accept |= name.equals("accept");
      if (!ownHeader(name)) {
        for (String value : header.getValuesList()) {
          line(head, header.getName() + ": " + value);
        }
      }
    }
    if (!accept) {
      line(head, "Accept: application/json");
    }
    head.append("\r\n");

    ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + body.length);
    message.write(head.toString().getBytes(StandardCharsets.UTF_8));
    message.write(body);
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
