package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.json.SafeJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes one answer to a client, and each part of it as soon as it is there. */
final class Reply {

  private final OutputStream out;
  private final boolean withBody;
  private final StringBuilder head = new StringBuilder(512);
  private boolean chunked;
  private boolean closes;

  /**
   * @param out not buffered
   * @param withBody false for an answer to HEAD
   */
  Reply(OutputStream out, boolean withBody) {
    this.out = out;
    this.withBody = withBody;
  }

  /** An empty 403, which does not tell what answered, or why. */
  static void refuse(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  }

  /** Tells a client that waits for it to send the body (100 Continue). */
  static void invite(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 100 Continue\r\n\r\n");
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
    error.put("code", code);
    error.put("message", message);
    byte[] body = ascii(SafeJson.line(Collections.singletonMap("error", error)) + "\n");
    begin(status, reason);
    header("Content-Type", "application/json");
    fixed(body.length);
    if (withBody) {
      out.write(body);
    }
  }

  void begin(int status, String reason) {
    head.append("HTTP/1.1 ").append(status).append(' ').append(reason).append("\r\n");
  }

  void header(String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
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
    byte[] size = ascii(Integer.toHexString(length) + "\r\n");
    byte[] chunk = new byte[size.length + length + 2];
    System.arraycopy(size, 0, chunk, 0, size.length);
    System.arraycopy(piece, 0, chunk, size.length, length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    out.write(chunk);
  }

  void end() throws IOException {
    if (chunked) {
      write(out, "0\r\n\r\n");
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
