package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.HeldSend;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.client.http2.Http2ClientConnection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;

/**
 * Puts a request off while the first token is being fetched, and applies the failure policy.
 *
 * <p>The client has not begun the request then, so none of its timers runs. When the wait is over
 * the same method is called again on the connection's I/O thread. The end of the connection ends
 * the wait too: the client then refuses the request, as it refuses each one over a closed
 * connection.
 *
 * <p>For HTTP/2 the target goes on to {@link CreateStreamAdvice}, which runs inside this method.
 */
final class SendRequestAdvice {

  private SendRequestAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static boolean hold(
      @Advice.This ClientConnection connection,
      @Advice.Argument(0) ClientRequest request,
      @Advice.Argument(1) @Nullable ClientCallback<ClientExchange> callback)
      throws Throwable {
    Peer peer = KnownPeers.of(connection);
    String path = request.getPath();
    if (peer == null || path.isEmpty() || path.charAt(0) != '/') {
      return false;
    }
    TargetedRequest target =
        AuthorizationBridge.find(peer.scheme(), peer.host(), peer.port(), path);
    if (target == null || request.getMethod().toString().equalsIgnoreCase("CONNECT")) {
      return false;
    }
    String existing = request.getRequestHeaders().getFirst("Authorization");
    HeldSend held = HeldSend.of(target, request, existing);
    if (held != null) {
      @SuppressWarnings("unchecked")
      ChannelListener<ClientConnection> whenClosed =
          (ChannelListener<ClientConnection>) held.listener(ChannelListener.class);
      connection.addCloseListener(whenClosed);
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
      if (!connection.isOpen()) {
        held.run(); // It may have been closed before the listener was there
      }
      return true;
    }
    try {
      target.prepare(existing, false);
    } catch (FailurePolicyException policy) {
      if (callback == null) {
        throw policy;
      }
      try {
        callback.failed(policy);
      } catch (Throwable applications) {
        // The request must not go out because of that
        AuthorizationBridge.adviceFailed(applications);
      }
      return true;
    }
    if (connection instanceof Http2ClientConnection) {
      AuthorizationBridge.handOver(request.getRequestHeaders(), target);
    }
    return false;
  }

  /** The client may have found a fault before it came to the stream. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void end(
      @Advice.This ClientConnection connection, @Advice.Argument(0) ClientRequest request) {
    if (connection instanceof Http2ClientConnection) {
      AuthorizationBridge.takeObject(request.getRequestHeaders());
    }
  }
}
