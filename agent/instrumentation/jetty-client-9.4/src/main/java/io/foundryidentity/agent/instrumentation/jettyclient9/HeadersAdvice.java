package io.foundryidentity.agent.instrumentation.jettyclient9;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.http.HttpFields;

/**
 * Gives an authorized copy of the headers to the sender, and to nobody else.
 *
 * <p>The request is the application's own object and stays as it is. {@link SendHeadersAdvice} has
 * handed the value over on this thread, and the first call after that is the sender's.
 */
final class HeadersAdvice {

  private HeadersAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void authorize(
      @Advice.This HttpRequest request, @Advice.Return(readOnly = false) HttpFields headers) {
    CharSequence authorization = AuthorizationBridge.take(request);
    if (authorization != null) {
      HttpFields authorized = new HttpFields(headers);
      for (String keyHeader : AuthorizationBridge.keyHeaders()) {
        authorized.remove(keyHeader);
      }
      authorized.put("Authorization", authorization.toString());
      headers = authorized;
    }
  }
}
