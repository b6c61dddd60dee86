package io.foundryidentity.agent.instrumentation.okhttp2;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;

/**
 * Lets OkHttp 2 read nothing between the TLS handshake and the first bytes that it writes after it.
 *
 * <p>OkHttp 2 starts to read an HTTP/2 connection before it writes the connection preface. If its
 * reader acknowledges the server's settings first, the server closes the connection (RFC 9113,
 * section 3.4) and the call fails with {@code stream was reset: CANCEL}, with or without an agent.
 *
 * <p>One object serves one connection at a time: as its client's socket factory, and as its
 * hostname verifier, which OkHttp calls right after the handshake.
 */
final class PrefaceFirst extends SocketFactory implements HostnameVerifier {

  private final HostnameVerifier verifier;
  private volatile CountDownLatch written = new CountDownLatch(0);

  PrefaceFirst(HostnameVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public boolean verify(String host, SSLSession session) {
    written = new CountDownLatch(1);
    return verifier.verify(host, session);
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public InputStream getInputStream() throws IOException {
        return new WaitingInput(super.getInputStream());
      }

      @Override
      public OutputStream getOutputStream() throws IOException {
        return new NotedOutput(super.getOutputStream());
      }
    };
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("OkHttp connects its sockets itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    return createSocket(host.getHostName(), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    return createSocket(host, port);
  }

  private final class WaitingInput extends FilterInputStream {

    WaitingInput(InputStream input) {
      super(input);
    }

    @Override
    public int read() throws IOException {
      awaitWriting();
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      awaitWriting();
      return super.read(bytes, offset, length);
    }

    private void awaitWriting() throws InterruptedIOException {
      try {
        written.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted before anything was written");
      }
    }
  }

  private final class NotedOutput extends FilterOutputStream {

    NotedOutput(OutputStream output) {
      super(output);
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      written.countDown();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      written.countDown();
    }
  }
}
