package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.instrumentation.testing.SimpleTarget;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A target on loopback that does on its bare connection what a test says. */
final class BareTarget implements Closeable {

  static final String TOKEN = "the-token-of-the-gateway";

  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

  BareTarget() throws IOException {
    server.setSoTimeout(20_000);
  }

  Target target() {
    return TargetParser.parse("http://127.0.0.1:" + server.getLocalPort());
  }

  Received receive() throws IOException {
    return new Received(server.accept());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** One connection of the gateway. */
  static final class Received implements Closeable {
    private final Socket socket;
    final InputStream in;

    /** The head of the first request, as it was written. */
    final String head;

    Received(Socket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(20_000);
      in = new BufferedInputStream(socket.getInputStream());
      head = nextHead();
    }

    String nextHead() throws IOException {
      StringBuilder text = new StringBuilder();
      while (text.indexOf("\r\n\r\n") < 0) {
        int c = in.read();
        if (c < 0) {
          throw new IOException("the request ended within its head");
        }
        text.append((char) c);
      }
      return text.toString();
    }

    void answer(String text) throws IOException {
      answer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void answer(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    Received send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      return this;
    }

    void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    /** Disconnects as a server that has crashed. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits for the gateway to end the connection; false where it sends something instead. */
    boolean isLeft() {
      try {
        return in.read() < 0;
      } catch (SocketTimeoutException stillThere) {
        return false;
      } catch (IOException reset) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Signs everything with one token. */
  static final class Signer implements RequestTargets {
    @Override
    public SimpleTarget find(
        @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
      return existing -> "Bearer " + TOKEN;
    }

    @Override
    public boolean isTargetHost(String host) {
      return false;
    }

    @Override
    public String[] keyHeaders() {
      return new String[] {"api-key", "x-api-key"};
    }

    @Override
    public void adviceFailed(Throwable failure) {
      throw new AssertionError(failure);
    }
  }
}
