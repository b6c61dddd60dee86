package io.foundryidentity.agent.instrumentation.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** SOCKS 5 (RFC 1928) without authentication; every host name leads to this machine. */
public final class SocksProxy implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();

  public SocksProxy() throws IOException {
    start(this::serve);
  }

  /** Sets the JVM to send every socket through this proxy, also to this machine, until the end. */
  public SocksProxy forEverySocket() {
    System.setProperty("socksProxyHost", "127.0.0.1");
    System.setProperty("socksProxyPort", Integer.toString(port()));
    System.setProperty("socksNonProxyHosts", "");
    return this;
  }

  public int port() {
    return server.getLocalPort();
  }

  public int connections() {
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
      try (Socket target = new Socket(Proxy.NO_PROXY)) {
        target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
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
      // The other direction ends too
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "socks");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    System.clearProperty("socksProxyHost");
    System.clearProperty("socksProxyPort");
    System.clearProperty("socksNonProxyHosts");
    server.close();
  }
}
