package io.foundryidentity.agent.instrumentation.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;

/** SOCKS 4 and 4A; every host leads to this machine. */
public final class Socks4Proxy implements AutoCloseable {

  private static final byte[] GRANTED = {0, 90, 0, 0, 0, 0, 0, 0};

  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

  public Socks4Proxy() throws IOException {
    start(this::serve);
  }

  public int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
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
      in.readNBytes(2);
      int port = in.readUnsignedShort();
      byte[] address = in.readNBytes(4);
      readText(in);
      if (address[0] == 0 && address[1] == 0 && address[2] == 0) {
        readText(in); // 4A: the host by its name
      }
      try (Socket target = new Socket(Proxy.NO_PROXY)) {
        target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        out.write(GRANTED);
        start(() -> copy(in, target));
        target.getInputStream().transferTo(out);
      }
    } catch (IOException closed) {
      // The test is over
    }
  }

  private static void readText(DataInputStream in) throws IOException {
    while (in.readByte() != 0) {
      // Up to its end
    }
  }

  private static void copy(DataInputStream in, Socket target) {
    try {
      in.transferTo(target.getOutputStream());
    } catch (IOException closed) {
      // The other direction ends too
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "socks4");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
