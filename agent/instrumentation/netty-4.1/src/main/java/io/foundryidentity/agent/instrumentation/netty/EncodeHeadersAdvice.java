package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequestEncoder;
import net.bytebuddy.asm.Advice;

/** Encodes a signed copy of the headers of a request that {@link WriteAdvice} decided to sign. */
final class EncodeHeadersAdvice {

  private EncodeHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(
      @Advice.This Object encoder,
      @Advice.Argument(value = 0, readOnly = false) HttpHeaders headers) {
    if (encoder instanceof HttpRequestEncoder) {
      String authorization = AuthorizationBridge.take(encoder);
      if (authorization != null) {
        HttpHeaders signed = new DefaultHttpHeaders(false).add(headers);
        for (String keyHeader : AuthorizationBridge.keyHeaders()) {
          signed.remove(keyHeader);
        }
        headers = signed.set("Authorization", authorization);
      }
    }
  }
}
