package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AttributeKey;
import net.bytebuddy.asm.Advice;

/**
 * Reports a refused request, so that the next one has another token; only answers have a status.
 */
final class ReadHeadersFrameAdvice {

  private ReadHeadersFrameAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void tell(
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(1) int stream,
      @Advice.Argument(2) Http2Headers headers) {
    CharSequence status = headers.status();
    if (status != null && status.length() == 3 && status.charAt(0) != '1') {
      AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
      if (context.channel().hasAttr(key)) {
        int known = "401".contentEquals(status) ? 401 : "403".contentEquals(status) ? 403 : 200;
        context.channel().attr(key).get().answered(stream, known);
      }
    }
  }
}
