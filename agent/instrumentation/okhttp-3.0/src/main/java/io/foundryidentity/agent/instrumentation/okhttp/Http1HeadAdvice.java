package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import okhttp3.Headers;

/**
 * Puts the bearer right behind the request line, as the first header, and leaves the application's
 * credentials out. The request itself, which interceptors, event listeners and the response can
 * see, stays as it was.
 *
 * <p>In a copy of the headers OkHttp would check the bearer for each request, character by
 * character, which costs more than everything else here.
 */
final class Http1HeadAdvice {

  private Http1HeadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.This Object codec,
      @Advice.Argument(value = 0, readOnly = false) Headers headers,
      @Advice.Argument(value = 1, readOnly = false) String requestLine) {
    CharSequence authorization = AuthorizationBridge.take(codec);
    if (authorization == null) {
      return;
    }
    Headers.Builder others = headers.newBuilder().removeAll("Authorization");
    for (String keyHeader : AuthorizationBridge.keyHeaders()) {
      others.removeAll(keyHeader);
    }
    headers = others.build();
    requestLine = requestLine.concat("\r\nAuthorization: ").concat(authorization.toString());
  }
}
