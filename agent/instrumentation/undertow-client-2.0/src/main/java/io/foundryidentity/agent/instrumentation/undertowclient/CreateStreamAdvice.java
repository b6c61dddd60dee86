package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.io.IOException;
import net.bytebuddy.asm.Advice;

/**
 * Opens a stream of HTTP/2 with an authorized copy of the headers, which is also the object by
 * which the answer is reported. The request keeps the application's own.
 *
 * <p>{@link StreamHandshakeAdvice} has put the request off until the certificate was there. The
 * failure policy's exception is an {@code IOException} like the client's own: it gives it to the
 * request's callback.
 */
final class CreateStreamAdvice {

  private CreateStreamAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.This Http2Channel channel,
      @Advice.Argument(value = 0, readOnly = false) HeaderMap headers)
      throws IOException {
    Object handed = AuthorizationBridge.takeObject(headers);
    if (!(handed instanceof TargetedRequest)) {
      return;
    }
    TargetedRequest target = (TargetedRequest) handed;
    if (channel.getSslSession() == null
        ? target.isProvenByAddress(channel.getPeerAddress())
        : target.isProvenByTls(channel.getSslSession())) {
      HeaderMap copy = new HeaderMap();
      String authorization = target.authorize(copy, headers.getFirst(Headers.AUTHORIZATION), false);
      if (authorization != null) {
        for (HeaderValues values : headers) {
          if (!AuthorizationBridge.isCredential(values.getHeaderName().toString())) {
            copy.addAll(values.getHeaderName(), values);
          }
        }
        copy.put(Headers.AUTHORIZATION, authorization);
        headers = copy;
      }
    }
  }
}
