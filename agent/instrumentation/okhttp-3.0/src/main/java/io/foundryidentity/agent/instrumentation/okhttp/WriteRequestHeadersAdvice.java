package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Lets a codec write a signed copy of the request; the request itself, which interceptors, event
 * listeners and the response can see, stays as it was.
 *
 * <p>The URL's host is the one that TLS verified for this connection. What is to be waited for was
 * waited for in {@link CallServerAdvice}.
 */
final class WriteRequestHeadersAdvice {

  private WriteRequestHeadersAdvice() {}

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
              false);
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
