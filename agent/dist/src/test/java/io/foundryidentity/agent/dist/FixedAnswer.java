package io.foundryidentity.agent.dist;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A plain http server on loopback that sends fixed answers in order, and the last one for ever. */
final class FixedAnswer implements AutoCloseable {

  private final ServerSocket server;
  private final Thread thread;
  private final String[] answers;

  FixedAnswer(String... answers) throws IOException {
    this.answers = answers;
    server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    thread = new Thread(this::serve, "fixed-answer");
    thread.setDaemon(true);
    thread.start();
  }

  static String json(int status, String body) {
    return "HTTP/1.1 "
        + status
        + " X\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void serve() {
    int answered = 0;
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        if (readRequest(socket.getInputStream())) {
          String answer = answers[Math.min(answered, answers.length - 1)];
          answered++;
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
          socket.getOutputStream().flush();
        }
      } catch (IOException closed) {
        // The test has ended, or the client is gone
      }
    }
  }

  /** False if the client closed the connection without a request. */
  private static boolean readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    int length = lower.indexOf("content-length:");
    if (length >= 0) {
      int end = lower.indexOf('\r', length);
      int left = Integer.parseInt(lower.substring(length + 15, end).trim());
      in.readNBytes(left);
    }
    return true;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    server.close();
    thread.join();
  }
}
