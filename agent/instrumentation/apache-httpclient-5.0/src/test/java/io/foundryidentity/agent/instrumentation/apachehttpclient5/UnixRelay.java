package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Relays a Unix domain socket to a port of this machine, as a stranger behind such a socket can.
 */
final class UnixRelay implements AutoCloseable {

  private final ServerSocketChannel server;
  private final int port;

  UnixRelay(Path path, int port) throws IOException {
    this.port = port;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    start(this::serve);
  }

  private void serve() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        SocketChannel target =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        start(() -> copy(client, target));
        start(() -> copy(target, client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** By buffers, as a channel's streams let nobody write while somebody reads. */
  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer piece = ByteBuffer.allocate(8192);
    try (from;
        to) {
      while (from.read(piece) >= 0) {
        piece.flip();
        while (piece.hasRemaining()) {
          to.write(piece);
        }
        piece.clear();
      }
    } catch (IOException closed) {
      // The other direction has ended
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "unix-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
