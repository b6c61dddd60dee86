package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.Header;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.HttpMethodBase;
import org.jspecify.annotations.Nullable;

/**
 * Writes the line with the token after those of the application, which {@link PrintAdvice} filters
 * meanwhile.
 *
 * <p>A connection is transparent if there is no proxy, or a tunnel through it. An https one that is
 * not is about to write its CONNECT, which is no request to the target. The connection's socket
 * comes from {@link IsTransparentAdvice}. Questions and marks are kept with the connection's
 * parameters: a pool hands out connections in a wrapper, and both have the same parameters object.
 *
 * <p>The handshake begins with the first flush. The request line, which is written by now, is
 * flushed here, so that a failure of the handshake is what the application would have seen without
 * the agent: {@code getSession} would hide it, and leave a broken socket.
 */
final class WriteRequestHeadersAdvice {

  private WriteRequestHeadersAdvice() {}

  /**
   * @return the value to send, or how the handshake failed, which ends the method; null to leave
   *     the request alone
   */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = IOException.class)
  static @Nullable Object authorize(
      @Advice.This HttpMethodBase method, @Advice.Argument(1) HttpConnection connection)
      throws IOException {
    TargetedRequest target =
        AuthorizationBridge.find(
            connection.isSecure() ? "https" : "http",
            connection.getHost(),
            connection.getPort(),
            method.getPath());
    if (target == null) {
      return null;
    }
    AuthorizationBridge.handOver(connection.getParams(), "which socket?");
    boolean transparent = connection.isTransparent();
    Object shown = AuthorizationBridge.takeObject(connection.getParams());
    Socket socket = shown instanceof Socket ? (Socket) shown : null;
    if (connection.isSecure() && !transparent) {
      return null;
    }
    if (socket instanceof SSLSocket && AuthorizationBridge.holdOnce(socket)) {
      try {
        connection.flushRequestOutputStream();
      } catch (IOException failed) {
        return failed;
      }
    }
    boolean unused = target.isProvenBy(socket); // If not, it gives no value
    Header existing = method.getRequestHeader("Authorization");
    String authorization =
        target.authorize(method, existing == null ? null : existing.getValue(), true);
    if (authorization != null) {
      AuthorizationBridge.markWriting(connection.getParams());
    }
    return authorization;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void write(
      @Advice.Argument(1) HttpConnection connection,
      @Advice.Enter @Nullable Object answer,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown)
      throws IOException {
    if (answer instanceof IOException) {
      thrown = (IOException) answer;
    } else if (answer != null) {
      try {
        if (thrown == null) {
          connection.printLine("Authorization: " + answer, "US-ASCII");
        }
      } finally {
        AuthorizationBridge.forget(connection.getParams());
      }
    }
  }
}
