package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Remembers with a request over HTTP/2 what {@link CommitHeadersAdvice}, which does not know the
 * request, is about to sign it with; {@link RetryAsyncAdvice} asks.
 *
 * <p>Nothing is signed here: the context is the application's, and one that it shares between
 * exchanges may hold the session of another connection.
 */
final class CommitRequestAdvice {

  private CommitRequestAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void remember(
      @Advice.Argument(0) HttpRequest request,
      @Advice.FieldValue("context") HttpCoreContext context)
      throws IOException {
    SSLSession tls = context.getSSLSession();
    URIAuthority named = request.getAuthority();
    if (named != null) {
      Header existing = request.getFirstHeader("Authorization");
      AuthorizationBridge.signedElsewhere(
          request,
          tls != null ? "https" : "http",
          named.getHostName(),
          named.getPort(),
          request.getPath(),
          existing == null ? null : existing.getValue());
    }
  }
}
