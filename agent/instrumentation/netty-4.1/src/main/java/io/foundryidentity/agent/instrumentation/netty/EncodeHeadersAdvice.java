package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.util.Iterator;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/**
 * Encodes an authorized copy of the headers of a request that {@link WriteAdvice} decided to
 * authorize.
 */
final class EncodeHeadersAdvice {

  private EncodeHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.This Object encoder,
      @Advice.Argument(value = 0, readOnly = false) HttpHeaders headers) {
    if (encoder instanceof HttpRequestEncoder) {
      CharSequence authorization = AuthorizationBridge.take(encoder);
      if (authorization != null) {
        HttpHeaders authorized = new DefaultHttpHeaders(false);
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
          Map.Entry<CharSequence, CharSequence> header = all.next();
          if (!AuthorizationBridge.isCredential(header.getKey())) {
            authorized.add(header.getKey(), header.getValue());
          }
        }
        headers = authorized.add(HttpHeaderNames.AUTHORIZATION, authorization);
      }
    }
  }
}
