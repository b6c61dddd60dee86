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
 * Lets OkHttp 2 read nothing after the TLS handshake until it has written its whole connection
 * preface.
 *
 * <p>OkHttp 2 starts to read an HTTP/2 connection before it writes the preface. The preface has two
 * parts, and OkHttp writes each by itself: 24 fixed bytes, then its settings. If its reader
 * acknowledges the server's settings before both are written, the server closes the connection (RFC
 * 9113, section 3.4) and the call fails with {@code stream was reset: CANCEL}, with or without an
 * agent.
 *
 * <p>One object serves one connection at a time: as its client's socket factory, and as its
 * hostname verifier, which OkHttp calls right after the handshake.
 */
final class PrefaceFirst extends SocketFactory implements HostnameVerifier {

  /** Each part is one TLS record, and each record one write to the socket. */
  private static final int PARTS_OF_THE_PREFACE = 2;

  private final HostnameVerifier verifier;
  private volatile CountDownLatch unwritten = new CountDownLatch(0);

  PrefaceFirst(HostnameVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public boolean verify(String host, SSLSession session) {
    unwritten = new CountDownLatch(PARTS_OF_THE_PREFACE);
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
        return new CountedOutput(super.getOutputStream());
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
      awaitPreface();
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      awaitPreface();
      return super.read(bytes, offset, length);
    }

    private void awaitPreface() throws InterruptedIOException {
      try {
        unwritten.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted before the preface was written");
      }
    }
  }

  private final class CountedOutput extends FilterOutputStream {

    CountedOutput(OutputStream output) {
      super(output);
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      unwritten.countDown();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      unwritten.countDown();
    }
  }
}
