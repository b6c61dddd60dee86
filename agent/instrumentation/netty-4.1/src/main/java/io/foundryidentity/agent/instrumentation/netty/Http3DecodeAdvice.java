package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.incubator.codec.http3.Http3HeadersFrame;
import io.netty.util.AttributeKey;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * Reports a refused request over HTTP/3, so that the next one has another token; only answers have
 * a status.
 */
final class Http3DecodeAdvice {

  private Http3DecodeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static int before(@Advice.Argument(2) List<Object> decoded) {
    return decoded.size();
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void tell(
      @Advice.Enter int before,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(2) List<Object> decoded) {
    for (int i = before; i < decoded.size(); i++) {
      CharSequence status =
          decoded.get(i) instanceof Http3HeadersFrame
              ? ((Http3HeadersFrame) decoded.get(i)).headers().status()
              : null;
      if (status != null && status.length() == 3 && status.charAt(0) != '1') {
        AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
        if (context.channel().hasAttr(key)) {
          int known = "401".contentEquals(status) ? 401 : "403".contentEquals(status) ? 403 : 200;
          context.channel().attr(key).get().answered(0, known);
        }
      }
    }
  }
}
