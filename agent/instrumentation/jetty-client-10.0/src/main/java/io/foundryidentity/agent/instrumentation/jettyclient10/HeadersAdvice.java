package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.util.Iterator;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.http.HttpField;
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
    Object authorization = AuthorizationBridge.takeObject(request);
    if (authorization != null) {
      // HttpFields.Mutable is a class in Jetty 10 and an interface in 12, so none of its methods is
      // called
      HttpFields authorized = HttpFields.build(headers, (HttpField) authorization);
      for (Iterator<HttpField> fields = authorized.iterator(); fields.hasNext(); ) {
        HttpField field = fields.next();
        if (field != authorization && AuthorizationBridge.isCredential(field.getName())) {
          fields.remove();
        }
      }
      headers = authorized;
    }
  }
}
