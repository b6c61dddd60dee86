package io.foundryidentity.agent.instrumentation.okhttp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** SOCKS 5 (RFC 1928) without authentication that finds every host on this machine. */
final class SocksProxy implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
  private final AtomicInteger connections = new AtomicInteger();

  SocksProxy() throws IOException {
    start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        connections.incrementAndGet();
        start(() -> relay(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void relay(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      in.readByte();
      in.readNBytes(in.readByte());
      out.write(new byte[] {5, 0});
      in.readNBytes(3);
      in.readNBytes(in.readByte() == 3 ? in.readByte() : 4);
      int port = in.readUnsignedShort();
      try (Socket target = new Socket(java.net.Proxy.NO_PROXY)) {
        target.connect(new java.net.InetSocketAddress("127.0.0.1", port));
        out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
        start(() -> copy(in, target));
        target.getInputStream().transferTo(out);
      }
    } catch (IOException closed) {
      // The test is over
    }
  }

  private static void copy(DataInputStream in, Socket target) {
    try {
      in.transferTo(target.getOutputStream());
    } catch (IOException closed) {
      // The other direction ends with it
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "socks");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
