package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes one answer to a client, every piece in a write of its own as soon as it is there. */
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

  /** 403, and nothing that would tell a stranger what answered, or why. */
  static void refuse(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  }

  /** The body that the client holds back may come. */
  static void invite(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 100 Continue\r\n\r\n");
  }

  /** The connection ends with this answer. */
  void close() {
    closes = true;
  }

  boolean closes() {
    return closes;
  }

  /** An answer of the gateway's own, in the form of the API's. */
  void error(int status, String reason, String code, String message) throws IOException {
    byte[] body =
        ("{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + escaped(message) + "\"}}\n")
            .getBytes(StandardCharsets.UTF_8);
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

  /** Ends the head; so many bytes follow. */
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

  /** Ends the head of an answer that has no body and says so itself. */
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

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else {
        escaped.append(c < ' ' ? ' ' : c);
      }
    }
    return escaped.toString();
  }
}
