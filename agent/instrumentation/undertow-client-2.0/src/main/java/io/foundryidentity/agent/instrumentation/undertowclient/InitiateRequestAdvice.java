package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.HandshakeWait;
import io.foundryidentity.agent.bootstrap.HeldSend;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.Headers;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/**
 * Authorizes a request of HTTP/1.1 where the client begins to write it.
 *
 * <p>The client begins the first request of a connection while the handshake of TLS goes on, and
 * leaves it to TLS to keep the bytes. There is no certificate then, so the request becomes the
 * current one, whose answer the client expects, and is begun again after the handshake. If that
 * fails, the client fails its current request with the connection, as it would without the wait.
 *
 * <p>The classes of the connection are not public, so advice takes them as {@code Object}, and asks
 * them with the look-up of the class into which it is copied.
 */
final class InitiateRequestAdvice {

  private InitiateRequestAdvice() {}

  /**
   * @return whether the request is not begun now
   */
  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static boolean authorize(
      @Advice.This ClientConnection connection,
      @Advice.Origin Method initiate,
      @Advice.FieldValue("connection") StreamConnection wire,
      @Advice.FieldValue(
              value = "currentRequest",
              readOnly = false,
              typing = Assigner.Typing.DYNAMIC)
          @Nullable Object current,
      @Advice.FieldValue(
              value = "pendingResponse",
              readOnly = false,
              typing = Assigner.Typing.DYNAMIC)
          @Nullable Object pending,
      @Advice.Argument(0) ClientExchange exchange)
      throws Throwable {
    Peer peer = KnownPeers.of(connection);
    if (peer == null) {
      return false;
    }
    if (HeldSend.isResumed(exchange) && current != exchange) {
      return true; // It has failed meanwhile
    }
    ClientRequest request = exchange.getRequest();
    String path = request.getPath();
    if (path.isEmpty()
        || path.charAt(0) != '/' // A whole URL is for a proxy
        || request.getMethod().toString().equalsIgnoreCase("CONNECT")) {
      return false;
    }
    TargetedRequest target =
        AuthorizationBridge.find(peer.scheme(), peer.host(), peer.port(), path);
    if (target == null) {
      return false;
    }
    SSLSession session = null;
    if (wire instanceof SslConnection) {
      SslConnection tls = (SslConnection) wire;
      session = tls.getSslSession();
      if (session != null
          && !HeldSend.isResumed(exchange)
          && HandshakeWait.isNeeded(session, exchange)) {
        current = exchange;
        pending =
            MethodHandles.lookup()
                .findConstructor(
                    connection.getClass().getDeclaredField("pendingResponse").getType(),
                    MethodType.methodType(void.class))
                .invoke();
        HeldSend held = HeldSend.of(exchange);
        @SuppressWarnings("unchecked")
        ChannelListener.Setter<SslConnection> handshake =
            (ChannelListener.Setter<SslConnection>) tls.getHandshakeSetter();
        @SuppressWarnings("unchecked")
        ChannelListener<SslConnection> whenOver =
            (ChannelListener<SslConnection>) held.listener(ChannelListener.class);
        handshake.set(whenOver);
        held.begin(
            MethodHandles.insertArguments(
                MethodHandles.lookup().unreflect(initiate), 0, connection, exchange),
            wire.getIoThread());
        if (!wire.isOpen() || !HandshakeWait.isNeeded(tls.getSslSession(), exchange)) {
          held.run(); // It was over before the listener was there
        }
        return true;
      }
    }
    if (wire instanceof SslConnection
        ? target.isProvenByTls(session)
        : target.isProvenByAddress(wire.getPeerAddress())) {
      try {
        String authorization =
            target.authorize(
                exchange, request.getRequestHeaders().getFirst(Headers.AUTHORIZATION), false);
        if (authorization != null) {
          ClientRequest copy =
              new ClientRequest()
                  .setMethod(request.getMethod())
                  .setPath(path)
                  .setProtocol(request.getProtocol());
          copy.getRequestHeaders().put(Headers.AUTHORIZATION, authorization);
          copy.putAttachment(HttpAttachments.RESPONSE_TRAILERS, request.getRequestHeaders());
          AuthorizationBridge.handOver(request, copy);
        }
      } catch (FailurePolicyException policy) {
        // Thrown, it would end in an I/O thread, and the application would wait for ever
        current = exchange;
        try {
          try {
            MethodHandles.lookup()
                .findVirtual(
                    exchange.getClass(),
                    "setFailed",
                    MethodType.methodType(void.class, IOException.class))
                .invokeWithArguments(exchange, policy);
          } finally {
            MethodHandles.lookup()
                .findVirtual(
                    connection.getClass(), "exchangeDone", MethodType.methodType(void.class))
                .invokeWithArguments(connection);
          }
        } catch (Throwable applications) {
          // Its callback may throw; the request must not go out because of that
          AuthorizationBridge.adviceFailed(applications);
        }
        return true;
      }
    }
    return false;
  }

  /** The client may have found a fault before it came to write. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void end(@Advice.Argument(0) ClientExchange exchange) {
    AuthorizationBridge.takeObject(exchange.getRequest());
  }
}
