package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.undertow.protocols.http2.Http2HeadersStreamSinkChannel;
import io.undertow.protocols.http2.Http2StreamSourceChannel;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** {@link AnsweredAdvice} for HTTP/2, by the headers with which the stream was opened. */
final class StreamAnsweredAdvice {

  private StreamAnsweredAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void answered(
      @Advice.FieldValue("request") @Nullable Object stream,
      @Advice.Argument(0) Http2StreamSourceChannel answer) {
    if (stream instanceof Http2HeadersStreamSinkChannel) {
      Object sent = ((Http2HeadersStreamSinkChannel) stream).getHeaders();
      int status = Integer.parseInt(answer.getHeaders().getFirst(":status"));
      if (AuthorizationBridge.answered(sent, status)) {
        AuthorizationBridge.refused(sent);
      }
    }
  }
}
