package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import java.net.Socket;
import net.bytebuddy.asm.Advice;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps with a connection the socket that it writes to, the outermost layer of TLS; {@link
 * SendRequestHeaderAdvice} cannot reach the connection's own field.
 */
final class BindAdvice {

  /** Inlined by the compiler, as every constant in advice. */
  static final String SOCKET = "foundry-identity.socket";

  private BindAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(@Advice.This Object connection, @Advice.Argument(0) @Nullable Socket socket) {
    if (connection instanceof HttpContext && socket != null) {
      ((HttpContext) connection).setAttribute(SOCKET, socket);
    }
  }
}
