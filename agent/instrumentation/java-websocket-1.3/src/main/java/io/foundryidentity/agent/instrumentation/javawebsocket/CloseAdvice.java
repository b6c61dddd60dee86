package io.foundryidentity.agent.instrumentation.javawebsocket;

import java.io.IOException;
import java.net.Socket;
import net.bytebuddy.asm.Advice;
import org.java_websocket.WebSocketImpl;
import org.jspecify.annotations.Nullable;

/**
 * Closes the socket if the application closes the client while {@link HandshakeAdvice} waits for a
 * token.
 *
 * <p>Before its writing thread is there the client's own method ends nothing, and {@code
 * closeBlocking} would wait without end. Without the agent that time is short. The end of the
 * socket ends the wait, and the client closes by itself.
 */
final class CloseAdvice {

  private CloseAdvice() {}

  /** A handshake that is still in the queue has no writing thread yet: only then can it wait. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void end(
      @Advice.FieldValue("engine") WebSocketImpl engine,
      @Advice.FieldValue("socket") @Nullable Socket socket)
      throws IOException {
    if (socket != null
        && !engine.isOpen()
        && !engine.isClosing()
        && !engine.isClosed()
        && !engine.outQueue.isEmpty()) {
      socket.close();
    }
  }
}
