package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.Header;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.HttpMethod;

/**
 * Waits for a first token before the connection opens, once for each hop.
 *
 * <p>The wait ends when the application aborts the call. That, and the failure policy, ends the
 * call here at once, and nothing is sent. If the exception came where the head is written, the
 * client would take it for a broken connection, flush what it has and try three times more.
 */
final class ExecuteWithRetryAdvice {

  private ExecuteWithRetryAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void prepare(
      @Advice.FieldValue("conn") HttpConnection connection, @Advice.Argument(0) HttpMethod method)
      throws IOException {
    if (connection.isSecure() || !connection.isProxied()) {
      TargetedRequest target =
          AuthorizationBridge.find(
              connection.isSecure() ? "https" : "http",
              connection.getHost(),
              connection.getPort(),
              method.getPath());
      if (target != null) {
        // Not by its public type: class files as old as the client's have no class constants
        target.endsOnce(method.getClass(), method, "isAborted");
        Header existing = method.getRequestHeader("Authorization");
        target.prepare(existing == null ? null : existing.getValue(), true);
      }
    }
  }
}
