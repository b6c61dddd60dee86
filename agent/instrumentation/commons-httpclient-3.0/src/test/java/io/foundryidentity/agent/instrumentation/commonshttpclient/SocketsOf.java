package io.foundryidentity.agent.instrumentation.commonshttpclient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.apache.commons.httpclient.params.HttpConnectionParams;
import org.apache.commons.httpclient.protocol.ProtocolSocketFactory;

/** Gives the client the sockets of a factory of the application's own. */
class SocketsOf implements ProtocolSocketFactory {

  private final SocketFactory sockets;

  SocketsOf(SocketFactory sockets) {
    this.sockets = sockets;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return sockets.createSocket(host, port);
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
