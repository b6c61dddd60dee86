package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HandshakeWait;
import io.foundryidentity.agent.bootstrap.HeldSend;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.protocol.framed.AbstractFramedChannel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ssl.SslConnection;

/**
 * Puts a request of HTTP/2 off until the handshake of TLS is complete.
 *
 * <p>The client gives a connection to the application when the server has chosen the protocol, and
 * in TLS 1.2 that is at the server's first message, before its certificate has come.
 *
 * <p>A connection keeps one listener for its handshake only, and several requests may wait: those
 * that come later wait with the first one. The request's headers stand for this wait, as the
 * request itself stands for the wait for a token, which may follow.
 */
final class StreamHandshakeAdvice {

  private StreamHandshakeAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static boolean hold(
      @Advice.This ClientConnection connection,
      @Advice.FieldValue("http2Channel") Http2Channel channel,
      @Advice.Argument(0) ClientRequest request,
      @Advice.Argument(1) @Nullable ClientCallback<ClientExchange> callback)
      throws Throwable {
    Peer peer = KnownPeers.of(connection);
    SSLSession session = channel.getSslSession();
    Object key = request.getRequestHeaders();
    if (peer == null
        || session == null
        || !HandshakeWait.isNeeded(session, key)
        || HeldSend.isResumed(key)
        || !connection.isOpen()
        || AuthorizationBridge.find(peer.scheme(), peer.host(), peer.port(), request.getPath())
            == null) {
      return false;
    }
    Method wire = AbstractFramedChannel.class.getDeclaredMethod("getUnderlyingConnection");
    wire.setAccessible(true); // It is for subclasses
    @SuppressWarnings("unchecked")
    ChannelListener.SimpleSetter<SslConnection> handshake =
        (ChannelListener.SimpleSetter<SslConnection>)
            ((SslConnection) wire.invoke(channel)).getHandshakeSetter();
    HeldSend held = HeldSend.of(key);
    @SuppressWarnings("unchecked")
    ChannelListener<ClientConnection> whenClosed =
        (ChannelListener<ClientConnection>) held.listener(ChannelListener.class);
    connection.addCloseListener(whenClosed);
    @SuppressWarnings("unchecked")
    ChannelListener<SslConnection> whenOver =
        (ChannelListener<SslConnection>) held.listener(ChannelListener.class);
    synchronized (handshake) {
      if (!HeldSend.follow(handshake.get(), held)) {
        handshake.set(whenOver);
      }
    }
    held.begin(
        MethodHandles.insertArguments(
            MethodHandles.publicLookup()
                .findVirtual(
                    ClientConnection.class,
                    "sendRequest",
                    MethodType.methodType(void.class, ClientRequest.class, ClientCallback.class)),
            0,
            connection,
            request,
            callback),
        connection.getIoThread());
    if (!connection.isOpen() || !HandshakeWait.isNeeded(channel.getSslSession(), key)) {
      held.run(); // It was over before the listener was there
    }
    return true;
  }
}
