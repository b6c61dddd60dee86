package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import net.bytebuddy.asm.Advice;

/** Lets what a closed connection still holds go on at once, to fail as any write there does. */
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
