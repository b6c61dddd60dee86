package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import net.bytebuddy.asm.Advice;
import org.glassfish.grizzly.http.HttpContext;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * Notes with one exchange whom it is for, if its connection leads to that port.
 *
 * <p>The client follows a redirect to the same scheme and host over the connection that it has,
 * whatever the port. So a service on another port of a target's host could bring the client to send
 * the next request to itself, under the target's address and with a certificate for the right name.
 *
 * <p>Behind a proxy the socket shows the proxy's port; there the {@code CONNECT}, which is an
 * exchange too, says where the tunnel leads.
 */
final class ExchangeAdvice {

  private ExchangeAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.This HttpContext exchange,
      @Advice.Argument(0) Object connection,
      @Advice.Argument(3) HttpRequestPacket request,
      @Advice.Argument(4) Object transaction)
      throws IOException {
    Peer peer = KnownPeers.of(transaction);
    if (Method.CONNECT.equals(request.getMethod())) {
      KnownPeers.note(connection, peer == null ? Peer.NOBODY : peer);
      return;
    }
    if (peer == null) {
      return;
    }
    boolean leadsThere = false;
    Peer tunnel = KnownPeers.of(connection);
    if (tunnel != null) {
      leadsThere =
          tunnel.scheme().equals(peer.scheme())
              && tunnel.host().equalsIgnoreCase(peer.host())
              && tunnel.port() == peer.port();
    } else if (connection instanceof NIOConnection) {
      SelectableChannel channel = ((NIOConnection) connection).getChannel();
      SocketAddress remote =
          channel instanceof SocketChannel ? ((SocketChannel) channel).getRemoteAddress() : null;
      leadsThere =
          remote instanceof InetSocketAddress
              && ((InetSocketAddress) remote).getPort() == peer.port();
    }
    if (leadsThere && request.isSecure() == "https".equals(peer.scheme())) {
      KnownPeers.note(exchange, peer);
      return;
    }
    TargetedRequest target =
        AuthorizationBridge.find(peer.scheme(), peer.host(), peer.port(), request.getRequestURI());
    if (target != null) {
      target.unproven("the client's connection leads to another port");
    }
  }
}
