package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.net.Socket;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Shows {@link WriteRequestHeadersAdvice} the socket that a connection writes to, if it has asked.
 *
 * <p>A pool hands out its connections in a wrapper that has no socket. The wrapper passes this call
 * on to the connection that writes, like all others; it is the one which that advice makes anyway.
 */
final class IsTransparentAdvice {

  private IsTransparentAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void show(
      @Advice.This HttpConnection connection,
      @Advice.FieldValue("socket") @Nullable Socket socket) {
    if (socket != null && AuthorizationBridge.take(connection.getParams()) != null) {
      AuthorizationBridge.handOver(connection.getParams(), socket);
    }
  }
}
