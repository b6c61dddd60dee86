package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpException;
import org.apache.http.HttpRequest;
import org.apache.http.nio.NHttpClientConnection;
import org.apache.http.nio.NHttpClientEventHandler;
import org.apache.http.nio.reactor.IOSession;
import org.apache.http.nio.reactor.ssl.SSLIOSession;

/**
 * Hands over the request that {@link SubmitRequestAdvice} held until the handshake is complete,
 * before the connection asks the client for its body or for the next request.
 *
 * <p>A failure goes where the connection's own method would take it: to the client's handler.
 */
final class ProduceOutputAdvice {

  /** Inlined by the compiler, as every constant in advice. */
  static final String HELD = "foundry-identity.held";

  private ProduceOutputAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void submitHeld(
      @Advice.This NHttpClientConnection connection,
      @Advice.FieldValue("session") IOSession session,
      @Advice.Argument(0) NHttpClientEventHandler handler)
      throws IOException {
    Object held = connection.getContext().getAttribute(HELD);
    Object tls = session.getAttribute(SSLIOSession.SESSION_KEY);
    if (held instanceof HttpRequest
        && tls instanceof SSLIOSession
        && ((SSLIOSession) tls).isAppOutputReady()) {
      connection.getContext().removeAttribute(HELD);
      try {
        connection.submitRequest((HttpRequest) held);
      } catch (HttpException | IOException failure) {
        handler.exception(connection, failure);
      }
    }
  }

  /** The method stops the connection's output if nothing was handed over. */
  @Advice.OnMethodExit(suppress = Throwable.class)
  static void continueOutput(@Advice.This NHttpClientConnection connection) {
    if (connection.getContext().getAttribute(HELD) != null) {
      connection.requestOutput();
    }
  }
}
