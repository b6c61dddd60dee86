package io.foundryidentity.agent.instrumentation.commonshttpclient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.commons.httpclient.params.HttpConnectionParams;
import org.apache.commons.httpclient.protocol.SecureProtocolSocketFactory;

/** Expects the server under a name that its certificate does not have. */
final class OtherNameFactory implements SecureProtocolSocketFactory {

  private final SSLSocketFactory tls;

  OtherNameFactory(SSLSocketFactory tls) {
    this.tls = tls;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(new Socket(host, port), host, port, true);
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(socket, "other.invalid", port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(
      String host, int port, InetAddress local, int localPort, HttpConnectionParams parameters)
      throws IOException {
    return createSocket(host, port);
  }
}
