package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sockets that an application's own factory makes for another name than the client's. */
final class HintedSockets extends SSLSocketFactory {

  private final SSLSocketFactory jdk;
  private final String session;
  private final String serverName;

  private HintedSockets(SSLSocketFactory jdk, String session, String serverName) {
    this.jdk = jdk;
    this.session = session;
    this.serverName = serverName;
  }

  /** The session gives that host as its peer, not the one that the client wants. */
  static HintedSockets ofPeer(SSLSocketFactory jdk, String peer) {
    return new HintedSockets(jdk, peer, null);
  }

  /** TLS asks for a server of that name. */
  static HintedSockets askingFor(SSLSocketFactory jdk, String serverName) {
    return new HintedSockets(jdk, null, serverName);
  }

  @Override
  public Socket createSocket(Socket under, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) jdk.createSocket(under, session == null ? host : session, port, autoClose);
    if (serverName != null) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return jdk.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return jdk.getSupportedCipherSuites();
  }
}
