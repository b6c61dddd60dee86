package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Has TLS verify the server's name before a token is sent to it, which this client never asks for
 * (CVE-2012-5783).
 *
 * <p>The handshake begins with the first flush, and what a new connection's first request has
 * written so far, its first line, is in the buffer still. A wrong name then fails the handshake,
 * and nothing was sent. A connection that carried an unsigned request before, or a first line
 * longer than that buffer of 2 kB, keeps the session it has.
 */
final class VerifyNameAdvice {

  private VerifyNameAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void verifyName(
      @Advice.This HttpConnection connection,
      @Advice.FieldValue("socket") @Nullable Socket socket) {
    if (socket instanceof SSLSocket && AuthorizationBridge.isSigning(connection.getParams())) {
      SSLParameters parameters = ((SSLSocket) socket).getSSLParameters();
      if (parameters.getEndpointIdentificationAlgorithm() == null) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        ((SSLSocket) socket).setSSLParameters(parameters);
      }
    }
  }
}
