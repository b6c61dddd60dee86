package io.foundryidentity.agent.instrumentation.jettyclient12;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpFields;

/**
 * Answers the sender, and nobody else, with a signed copy of the headers.
 *
 * <p>The request is the application's own object: it stays as it is. {@link SendHeadersAdvice} has
 * handed the value over on this very thread, and the first question after that is the sender's.
 */
final class HeadersAdvice {

  private HeadersAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void sign(
      @Advice.This HttpRequest request, @Advice.Return(readOnly = false) HttpFields headers) {
    CharSequence authorization = AuthorizationBridge.take(request);
    if (authorization != null) {
      HttpFields.Mutable signed = HttpFields.build(headers);
      for (String keyHeader : AuthorizationBridge.keyHeaders()) {
        signed.remove(keyHeader);
      }
      signed.put("Authorization", authorization.toString());
      headers = signed;
    }
  }
}
