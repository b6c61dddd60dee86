package io.foundryidentity.agent.instrumentation.jettyclient9;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.http.HttpFields;

/**
 * Answers the sender, and nobody else, with a signed copy of the headers.
 *
 * <p>The request is the application's own object: it stays as it is. {@link BeginToHeadersAdvice}
 * has handed the value over on this very thread, and the first question after that is the sender's.
 */
final class HeadersAdvice {

  private HeadersAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void sign(
      @Advice.This HttpRequest request, @Advice.Return(readOnly = false) HttpFields headers) {
    CharSequence authorization = AuthorizationBridge.take(request);
    if (authorization != null) {
      HttpFields signed = new HttpFields(headers);
      for (String keyHeader : AuthorizationBridge.keyHeaders()) {
        signed.remove(keyHeader);
      }
      signed.put("Authorization", authorization.toString());
      headers = signed;
    }
  }
}
