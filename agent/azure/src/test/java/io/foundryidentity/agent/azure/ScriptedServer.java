package io.foundryidentity.agent.azure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every connection with the same bytes, even invalid ones, and records request heads. */
final class ScriptedServer implements AutoCloseable {

  /** Writes an answer; it may be slow. */
  interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  final List<String> requests = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  ScriptedServer(String answer) {
    this(
        out -> {
          out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
        });
  }

  ScriptedServer(Answer answer) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Thread acceptor = new Thread(() -> accept(answer));
    acceptor.setDaemon(true);
    acceptor.start();
  }

  private void accept(Answer answer) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket, answer));
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed by the test's end
      }
    }
  }

  private void serve(Socket socket, Answer answer) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      StringBuilder head = new StringBuilder();
      String line;
      while ((line = in.readLine()) != null && !line.isEmpty()) {
        head.append(line).append('\n');
      }
      requests.add(head.toString());
      answer.write(socket.getOutputStream());
    } catch (IOException | InterruptedException e) {
      // The client has closed the connection, as some tests intend
    }
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
