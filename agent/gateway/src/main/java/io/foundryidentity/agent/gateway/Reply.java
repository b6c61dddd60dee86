package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.json.SafeJson;
import io.foundryidentity.agent.core.server.RequestHead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer to a client.
 *
 * <p>The head and the parts of the body wait until {@link #flush} or {@link #end}, so that a short
 * answer is one write.
 */
final class Reply {

  private final OutputStream out;
  private final boolean withBody;
  private final StringBuilder head = new StringBuilder(512);
  private String additional = "";
  private boolean chunked;
  private boolean closes;
  private int status;
  private @Nullable OwnError failure;

  /**
   * @param out buffered
   * @param withBody false for an answer to HEAD
   */
  Reply(OutputStream out, boolean withBody) {
    this.out = out;
    this.withBody = withBody;
  }

  static Reply to(RequestHead head, OutputStream out) {
    return new Reply(out, !head.method.equals("HEAD"));
  }

  /** An empty 403, which does not tell what answered, or why. */
  static void refuse(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    out.flush();
  }

  /** Tells a client that waits for it to send the body (100 Continue). */
  static void invite(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 100 Continue\r\n\r\n");
    out.flush();
  }

  /** The answer's status; 0 if it has not begun. */
  int status() {
    return status;
  }

  /** Why this answer is an error of the gateway itself; null if it is none that is counted. */
  @Nullable OwnError failure() {
    return failure;
  }

  /** Closes the connection after this answer. */
  void close() {
    closes = true;
  }

  boolean closes() {
    return closes;
  }

  /** An error of the gateway itself, in the form of the API's errors. */
  void error(int status, String reason, String code, String message) throws IOException {
    Map<String, String> error = new LinkedHashMap<>();
    failure = OwnError.of(code);
    error.put("code", code);
    error.put("message", message);
    byte[] body = ascii(SafeJson.line(Collections.singletonMap("error", error)) + "\n");
    begin(status, reason);
    header("Content-Type", "application/json");
    header("Cache-Control", "no-store");
    whole(body);
  }

  void begin(int status, String reason) {
    this.status = status;
    head.append("HTTP/1.1 ").append(status).append(' ').append(reason).append("\r\n");
    head.append(additional);
  }

  /** One more header for an answer that has not begun. */
  void addHeader(String name, String value) {
    additional = name + ": " + value + "\r\n";
  }

  void header(String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** Ends the head, and sends the whole body, except in an answer to HEAD. */
  void whole(byte[] body) throws IOException {
    fixed(body.length);
    if (withBody) {
      out.write(body);
    }
    out.flush();
  }

  /** Ends the head; that many bytes follow. */
  void fixed(long length) throws IOException {
    header("Content-Length", Long.toString(length));
    sendHead();
  }

  /** Ends the head; chunks follow until {@link #end}. */
  void chunked() throws IOException {
    chunked = true;
    header("Transfer-Encoding", "chunked");
    sendHead();
  }

  /** Ends the head of an answer that by its status or method has no body. */
  void empty() throws IOException {
    sendHead();
  }

  private void sendHead() throws IOException {
    if (closes) {
      header("Connection", "close");
    }
    write(out, head.append("\r\n").toString());
  }

  void write(byte[] piece, int length) throws IOException {
    if (!chunked) {
      out.write(piece, 0, length);
      return;
    }
    write(out, Integer.toHexString(length) + "\r\n");
    out.write(piece, 0, length);
    write(out, "\r\n");
  }

  void end() throws IOException {
    if (chunked) {
      write(out, "0\r\n\r\n");
    }
    out.flush();
  }

  /** Sends what was written so far. */
  void flush() throws IOException {
    out.flush();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
