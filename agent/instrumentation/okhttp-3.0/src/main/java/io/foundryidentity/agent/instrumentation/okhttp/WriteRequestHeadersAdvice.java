package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import okhttp3.Request;

/**
 * Lets a codec of HTTP/2, and each codec of 3.4, write an authorized copy of the request; the
 * request itself, which interceptors, event listeners and the response can see, stays as it was.
 * {@link CallServerAdvice} decided.
 */
final class WriteRequestHeadersAdvice {

  private WriteRequestHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(@Advice.Argument(value = 0, readOnly = false) Request request) {
    CharSequence authorization = AuthorizationBridge.take(request);
    if (authorization != null) {
      Request.Builder authorized = request.newBuilder();
      for (String keyHeader : AuthorizationBridge.keyHeaders()) {
        authorized.removeHeader(keyHeader);
      }
      request = authorized.header("Authorization", authorization.toString()).build();
    }
  }
}
