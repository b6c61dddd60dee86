package io.foundryidentity.agent.instrumentation.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets that lead to another server than the one that they were asked for and that they
 * name, as the libraries for Unix domain sockets do.
 */
public final class DetourFactory extends SocketFactory {

  private final int port;

  /**
   * @param port of this machine, where all sockets lead
   */
  public DetourFactory(int port) {
    this.port = port;
  }

  @Override
  public Socket createSocket() {
    return new Detour(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  @Override
  public Socket createSocket(String host, int asked) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, asked));
    return socket;
  }

  @Override
  public Socket createSocket(String host, int asked, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, asked);
  }

  @Override
  public Socket createSocket(InetAddress host, int asked) throws IOException {
    return createSocket(host.getHostAddress(), asked);
  }

  @Override
  public Socket createSocket(InetAddress host, int asked, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host.getHostAddress(), asked);
  }

  private static final class Detour extends Socket {

    private final Socket real = new Socket(Proxy.NO_PROXY);
    private final SocketAddress elsewhere;
    private @Nullable InetSocketAddress asked;

    Detour(SocketAddress elsewhere) {
      this.elsewhere = elsewhere;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      asked = (InetSocketAddress) endpoint;
      real.connect(elsewhere, timeout);
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
      return asked;
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
      return asked == null ? null : asked.getAddress();
    }

    @Override
    public int getPort() {
      return asked == null ? 0 : asked.getPort();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return real.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return real.getOutputStream();
    }

    @Override
    public boolean isConnected() {
      return real.isConnected();
    }

    @Override
    public boolean isClosed() {
      return real.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
      return real.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
      return real.isOutputShutdown();
    }

    @Override
    public synchronized void setSoTimeout(int timeout) throws SocketException {
      real.setSoTimeout(timeout);
    }

    @Override
    public synchronized int getSoTimeout() throws SocketException {
      return real.getSoTimeout();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
      real.setTcpNoDelay(on);
    }

    @Override
    public synchronized void close() throws IOException {
      real.close();
    }
  }
}
