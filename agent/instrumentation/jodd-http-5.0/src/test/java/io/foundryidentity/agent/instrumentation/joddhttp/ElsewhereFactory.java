package io.foundryidentity.agent.instrumentation.joddhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** Connects to one host, and has TLS verify that one, whatever it is asked for. */
final class ElsewhereFactory extends SSLSocketFactory {

  private final SSLSocketFactory tls;
  private final String elsewhere;

  ElsewhereFactory(SSLSocketFactory tls, String elsewhere) {
    this.tls = tls;
    this.elsewhere = elsewhere;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return tls.createSocket(elsewhere, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(elsewhere, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(elsewhere, port);
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(socket, elsewhere, port, autoClose);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }
}
