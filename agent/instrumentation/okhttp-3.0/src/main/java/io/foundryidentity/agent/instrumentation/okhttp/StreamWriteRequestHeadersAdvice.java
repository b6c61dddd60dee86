package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * {@link WriteRequestHeadersAdvice} for OkHttp 3.0 to 3.4. Before 3.4 no {@link CallServerAdvice}
 * goes ahead: a first token is waited for here, and plain http is never signed.
 */
final class StreamWriteRequestHeadersAdvice {

  private StreamWriteRequestHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(@Advice.Argument(value = 0, readOnly = false) Request request)
      throws IOException {
    HttpUrl url = request.url();
    if (url.isHttps() || AuthorizationBridge.isDirect(request)) {
      String authorization =
          AuthorizationBridge.authorize(
              request,
              url.scheme(),
              url.host(),
              url.port(),
              url.encodedPath(),
              request.header("Authorization"),
              true);
      if (authorization != null && url.isHttps() && AuthorizationBridge.isUnencrypted(request)) {
        AuthorizationBridge.forget(request);
      } else if (authorization != null) {
        Request.Builder signed = request.newBuilder();
        for (String keyHeader : AuthorizationBridge.keyHeaders()) {
          signed.removeHeader(keyHeader);
        }
        request = signed.header("Authorization", authorization).build();
      }
    }
  }
}
