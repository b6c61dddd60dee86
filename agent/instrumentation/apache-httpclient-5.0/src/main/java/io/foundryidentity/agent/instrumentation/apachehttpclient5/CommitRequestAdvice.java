package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Remembers with a request over HTTP/2 the value that {@link CommitHeadersAdvice}, which does not
 * know the request, has just written with it on this thread; {@link RetryAsyncAdvice} needs it.
 *
 * <p>Nothing is authorized here: the context is the application's, and one that it shares between
 * exchanges may hold the session of another connection. Nothing is remembered of a request whose
 * connection was not proven.
 */
final class CommitRequestAdvice {

  private CommitRequestAdvice() {}

  /** What an earlier request left there, because its headers could not be written, is not this. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void begin() {
    AuthorizationBridge.take(Thread.currentThread());
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void remember(
      @Advice.Argument(0) HttpRequest request,
      @Advice.FieldValue("context") HttpCoreContext context)
      throws IOException {
    URIAuthority named = request.getAuthority();
    if (AuthorizationBridge.take(Thread.currentThread()) != null && named != null) {
      SSLSession tls = context.getSSLSession();
      TargetedRequest target =
          AuthorizationBridge.find(
              tls != null ? "https" : "http",
              named.getHostName(),
              named.getPort(),
              request.getPath());
      if (target != null) {
        Header existing = request.getFirstHeader("Authorization");
        target.expect(request, existing == null ? null : existing.getValue());
      }
    }
  }
}
