package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.util.Iterator;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** Encodes a signed copy of the headers of a request that {@link WriteAdvice} decided to sign. */
final class EncodeHeadersAdvice {

  private EncodeHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(
      @Advice.This Object encoder,
      @Advice.Argument(value = 0, readOnly = false) HttpHeaders headers) {
    if (encoder instanceof HttpRequestEncoder) {
      CharSequence authorization = AuthorizationBridge.take(encoder);
      if (authorization != null) {
        HttpHeaders signed = new DefaultHttpHeaders(false);
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
          Map.Entry<CharSequence, CharSequence> header = all.next();
          if (!AuthorizationBridge.isCredential(header.getKey())) {
            signed.add(header.getKey(), header.getValue());
          }
        }
        headers = signed.add(HttpHeaderNames.AUTHORIZATION, authorization);
      }
    }
  }
}
