package io.foundryidentity.agent.core.request;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A target on this machine that gives every request the same answer and records its first line. */
final class AnsweringTarget implements AutoCloseable {

  private final ServerSocket server =
      new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String answer = "";

  AnsweringTarget() throws IOException {
    Thread acceptor = new Thread(this::serve, "target");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  void answers(int status, String body) {
    answer =
        "HTTP/1.1 "
            + status
            + " Said\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body;
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  List<String> requests() {
    return requests;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        requests.add(in.readLine());
        while (!"".equals(in.readLine())) {
          // The headers are not needed
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      } catch (IOException closed) {
        // The loop ends if the server is closed
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
