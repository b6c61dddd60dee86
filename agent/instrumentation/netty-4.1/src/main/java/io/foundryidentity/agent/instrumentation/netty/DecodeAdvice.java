package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AttributeKey;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** Counts the answers of a connection and tells of a refused one; answers come in order. */
final class DecodeAdvice {

  private DecodeAdvice() {}

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
      if (decoded.get(i) instanceof HttpResponse) {
        AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
        if (context.channel().hasAttr(key)) {
          context
              .channel()
              .attr(key)
              .get()
              .answered(0, ((HttpResponse) decoded.get(i)).status().code());
        }
      }
    }
  }
}
