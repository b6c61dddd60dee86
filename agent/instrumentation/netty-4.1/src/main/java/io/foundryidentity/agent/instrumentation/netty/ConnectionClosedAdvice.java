package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import net.bytebuddy.asm.Advice;

/**
 * Lets the held calls of a closed connection continue at once, so that they fail like any write
 * there.
 */
final class ConnectionClosedAdvice {

  private ConnectionClosedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void fail(@Advice.Argument(0) ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
      if (context.channel().hasAttr(key)) {
        context.channel().attr(key).get().resume();
      }
    }
  }
}
