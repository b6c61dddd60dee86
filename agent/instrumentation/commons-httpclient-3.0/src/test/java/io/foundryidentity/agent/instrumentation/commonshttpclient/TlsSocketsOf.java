package io.foundryidentity.agent.instrumentation.commonshttpclient;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.commons.httpclient.protocol.SecureProtocolSocketFactory;

/** The same for TLS, as the client knows https by the kind of factory. */
final class TlsSocketsOf extends SocketsOf implements SecureProtocolSocketFactory {

  private final SSLSocketFactory tls;

  TlsSocketsOf(SSLSocketFactory tls) {
    super(tls);
    this.tls = tls;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(socket, host, port, autoClose);
  }
}
