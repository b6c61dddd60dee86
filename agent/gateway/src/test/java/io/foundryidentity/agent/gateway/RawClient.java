package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes what a test says, byte for byte, and reads HTTP answers. */
final class RawClient implements Closeable {

  /** A whole answer; header names in any case. */
  record Answer(int status, Map<String, List<String>> headers, String body) {
    String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? "" : String.join("|", values);
    }
  }

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** One request on a connection of its own. */
  static Answer ask(int port, String request) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.send(request).answer();
    }
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  Answer answer() throws IOException {
    int status = status();
    Map<String, List<String>> headers = headers();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (headers.containsKey("Transfer-Encoding")) {
      for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
        body.writeBytes(chunk.getBytes(StandardCharsets.ISO_8859_1));
      }
    } else if (headers.containsKey("Content-Length") && status != 304) {
      body.writeBytes(in.readNBytes(Integer.parseInt(headers.get("Content-Length").get(0))));
    }
    return new Answer(status, headers, body.toString(StandardCharsets.UTF_8));
  }

  int status() throws IOException {
    String line = line();
    assertThat(line).startsWith("HTTP/1.1 ");
    return Integer.parseInt(line.substring(9, 12));
  }

  Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon),
          List.of(line.substring(colon + 1).trim()),
          (one, more) -> java.util.stream.Stream.concat(one.stream(), more.stream()).toList());
    }
    return headers;
  }

  /** The next chunk; empty for the last. */
  String chunk() throws IOException {
    int size = Integer.parseInt(line(), 16);
    String chunk = new String(in.readNBytes(size), StandardCharsets.ISO_8859_1);
    assertThat(line()).isEmpty();
    return chunk;
  }

  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  /** As many bytes, whatever they are. */
  String next(int count) throws IOException {
    return new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
  }

  /** Reads that many bytes; returns how many there were. */
  long skip(long count) throws IOException {
    byte[] piece = new byte[1 << 16];
    long read = 0;
    for (int n = 0; n >= 0 && read < count; read += Math.max(n, 0)) {
      n = in.read(piece, 0, (int) Math.min(piece.length, count - read));
    }
    return read;
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Disconnects as a process that is killed with data left. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** What is left until the connection ends. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended after: " + line);
      }
      line.append((char) c);
    }
    assertThat(line).endsWith("\r");
    return line.substring(0, line.length() - 1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
