package io.foundryidentity.agent.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends one byte every 50 ms: from the first byte of a connection on, or, over TLS, from the
 * answer's first byte on, so that a TLS record takes a minute and more.
 */
final class DrippingServer implements AutoCloseable {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final ServerSocket front = listen();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  /** Drips those bytes, whatever it is sent. */
  static DrippingServer of(byte[] bytes, boolean readsHead) {
    DrippingServer server = new DrippingServer();
    server.start(
        socket -> {
          if (readsHead) {
            readHead(socket.getInputStream());
          }
          server.drip(bytes, socket);
        });
    return server;
  }

  /** Makes the TLS handshake at full speed, and then drips the records of the answer. */
  static DrippingServer tls(SSLContext context, String answer) throws IOException {
    ServerSocket behind =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    DrippingServer server = new DrippingServer();
    server.start(
        socket -> {
          try (Socket inner = new Socket(behind.getInetAddress(), behind.getLocalPort());
              Socket secured = behind.accept()) {
            boolean[] slow = new boolean[1];
            thread(() -> copy(socket, inner));
            thread(
                () -> {
                  readHead(secured.getInputStream());
                  synchronized (slow) {
                    slow[0] = true;
                  }
                  secured.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                });
            InputStream in = inner.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
              boolean drips;
              synchronized (slow) {
                drips = slow[0];
              }
              server.drip(new byte[] {(byte) b}, socket, drips ? PAUSE : 0);
            }
          }
        });
    return server;
  }

  int port() {
    return front.getLocalPort();
  }

  /** Connections that the client has not closed yet. */
  int openConnections() {
    return open.size();
  }

  /** The same at this moment; only for a server that reads nothing. */
  int heldConnections() {
    int held = 0;
    for (Socket socket : open) {
      held += isHeld(socket) ? 1 : 0;
    }
    return held;
  }

  /** Reads what the client has sent before it reads of the client's end. */
  private static boolean isHeld(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      in.skipNBytes(in.available());
      socket.setSoTimeout(1);
      return in.read() >= 0;
    } catch (SocketTimeoutException silent) {
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  int acceptedConnections() {
    return accepted.get();
  }

  private interface Work {
    void run() throws IOException;
  }

  private interface Served {
    void by(Socket socket) throws IOException;
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void start(Served served) {
    thread(
        () -> {
          while (true) {
            Socket socket = front.accept();
            accepted.incrementAndGet();
            open.add(socket);
            thread(
                () -> {
                  try (socket) {
                    served.by(socket);
                  } finally {
                    open.remove(socket);
                  }
                });
          }
        });
  }

  private static void thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // By the client, which is what the tests are about, or by the test's end
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void drip(byte[] bytes, Socket socket) throws IOException {
    drip(bytes, socket, PAUSE);
  }

  private void drip(byte[] bytes, Socket socket, long pause) throws IOException {
    OutputStream out = socket.getOutputStream();
    for (byte b : bytes) {
      out.write(b);
      out.flush();
      if (pause > 0) {
        LockSupport.parkNanos(pause);
      }
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    byte[] buffer = new byte[8192];
    InputStream in = from.getInputStream();
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      to.getOutputStream().write(buffer, 0, n);
    }
    to.close();
  }

  private static void readHead(InputStream in) throws IOException {
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      last = last << 8 | b;
      if (last == 0x0D0A0D0A) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    front.close();
    for (@Nullable Socket socket : open) {
      if (socket != null) {
        socket.close();
      }
    }
  }
}
