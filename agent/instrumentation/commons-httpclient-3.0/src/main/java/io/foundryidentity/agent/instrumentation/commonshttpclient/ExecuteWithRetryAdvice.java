package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.Header;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.HttpMethod;

/**
 * Waits for a first token before the connection opens, once for each hop.
 *
 * <p>Here the failure policy ends the call at once, and nothing is sent. Where the head is written
 * the client would take its exception for a broken connection, flush what it has and try three
 * times more.
 */
final class ExecuteWithRetryAdvice {

  private ExecuteWithRetryAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void prepare(
      @Advice.FieldValue("conn") HttpConnection connection, @Advice.Argument(0) HttpMethod method)
      throws IOException {
    if (connection.isSecure() || !connection.isProxied()) {
      Header existing = method.getRequestHeader("Authorization");
      AuthorizationBridge.prepare(
          connection.isSecure() ? "https" : "http",
          connection.getHost(),
          connection.getPort(),
          method.getPath(),
          existing == null ? null : existing.getValue(),
          true);
    }
  }
}
