package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.Header;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.HttpMethodBase;
import org.jspecify.annotations.Nullable;

/**
 * Writes the line with the token after those of the application, which {@link PrintAdvice} goes
 * through meanwhile.
 *
 * <p>A connection is transparent if there is no proxy or a tunnel through it, which only https has;
 * so the CONNECT itself and plain http through a proxy are left alone. What stands for the
 * connection is its parameters' object: a pool hands out connections in a wrapper, and both have
 * the same one.
 */
final class WriteRequestHeadersAdvice {

  private WriteRequestHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable String sign(
      @Advice.This HttpMethodBase method, @Advice.Argument(1) HttpConnection connection)
      throws IOException {
    String authorization = null;
    if (connection.isTransparent()) {
      Header existing = method.getRequestHeader("Authorization");
      authorization =
          AuthorizationBridge.authorize(
              method,
              connection.isSecure() ? "https" : "http",
              connection.getHost(),
              connection.getPort(),
              method.getPath(),
              existing == null ? null : existing.getValue(),
              true);
      if (authorization != null) {
        AuthorizationBridge.markSigning(connection.getParams());
      }
    }
    return authorization;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void write(
      @Advice.Argument(1) HttpConnection connection,
      @Advice.Enter @Nullable String authorization,
      @Advice.Thrown @Nullable Throwable thrown)
      throws IOException {
    if (authorization != null) {
      try {
        if (thrown == null) {
          connection.printLine("Authorization: " + authorization, "US-ASCII");
        }
      } finally {
        AuthorizationBridge.forget(connection.getParams());
      }
    }
  }
}
