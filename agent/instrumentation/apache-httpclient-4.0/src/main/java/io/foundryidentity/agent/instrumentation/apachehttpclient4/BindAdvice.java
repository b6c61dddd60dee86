package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import java.net.Socket;
import javax.net.ssl.SSLSocket;
import net.bytebuddy.asm.Advice;
import org.apache.http.protocol.HttpContext;

/**
 * Notes with a connection whether its socket speaks TLS, as {@link RouteCompleteAdvice} wants to
 * know: the scheme of the same name may have been registered with plain sockets.
 */
final class BindAdvice {

  /** Inlined by the compiler, as every constant in advice. */
  static final String TLS = "foundry-identity.tls";

  private BindAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(@Advice.This Object connection, @Advice.Argument(0) Socket socket) {
    if (connection instanceof HttpContext) {
      ((HttpContext) connection).setAttribute(TLS, socket instanceof SSLSocket);
    }
  }
}
