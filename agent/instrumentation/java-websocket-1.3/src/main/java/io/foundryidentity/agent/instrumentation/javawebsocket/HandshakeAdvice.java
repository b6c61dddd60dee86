package io.foundryidentity.agent.instrumentation.javawebsocket;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;
import org.java_websocket.WebSocketImpl;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the rendered handshake in the queue by an authorized copy, if the socket leads to the
 * target.
 *
 * <p>The socket may be the application's own, connected to wherever it wants: the certificate, or
 * the other end's address, decides. The failure policy's exception goes to {@code onError}, as each
 * failure to connect does; the client does not close the socket then, so that is done here.
 */
final class HandshakeAdvice {

  private HandshakeAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void authorize(
      @Advice.FieldValue("engine") WebSocketImpl engine,
      @Advice.FieldValue("uri") URI uri,
      @Advice.FieldValue("socket") @Nullable Socket socket,
      @Advice.FieldValue("proxy") Proxy proxy)
      throws IOException {
    ByteBuffer head = engine.outQueue.peek();
    if (head == null || socket == null || uri.getHost() == null) {
      return;
    }
    Peer peer =
        "wss".equals(uri.getScheme())
            ? Peer.overTls(uri.getHost(), uri.getPort() == -1 ? 443 : uri.getPort())
            : Peer.direct(uri.getHost(), uri.getPort() == -1 ? 80 : uri.getPort());
    try {
      byte[] authorized = RenderedHead.authorized(head, engine, peer, socket, proxy);
      // The application may have closed the client meanwhile, which empties the queue
      if (authorized != null && engine.outQueue.remove(head)) {
        engine.outQueue.add(ByteBuffer.wrap(authorized));
      }
    } catch (FailurePolicyException policy) {
      engine.outQueue.clear();
      socket.close();
      throw policy;
    }
  }
}
