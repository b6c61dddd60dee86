package io.foundryidentity.agent.dist.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes connections on, byte by byte, so that a service has an address and a port of its own. */
public final class Relay {

  private Relay() {}

  /**
   * Runs until it is killed.
   *
   * @param routes each {@code port=host:port}
   */
  public static void main(String[] routes) throws IOException {
    for (String route : routes) {
      String[] parts = route.split("[=:]");
      InetSocketAddress to = new InetSocketAddress(parts[1], Integer.parseInt(parts[2]));
      ServerSocket server = new ServerSocket(Integer.parseInt(parts[0]));
      new Thread(() -> accept(server, to), "relay " + route).start();
    }
    System.out.println("ready");
  }

  private static void accept(ServerSocket server, InetSocketAddress to) {
    try {
      while (true) {
        Socket from = server.accept();
        Socket onward = new Socket(to.getAddress(), to.getPort());
        new Thread(() -> copy(from, onward)).start();
        new Thread(() -> copy(onward, from)).start();
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException closed) {
      // The other direction has ended, and both sockets with it
    }
  }
}
