package io.foundryidentity.agent.instrumentation.asynchttpclient;

import io.foundryidentity.agent.bootstrap.HeldReads;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;

/** Keeps the end of a connection behind the answer that is held: servers close after a refusal. */
final class HoldCloseAdvice {

  private HoldCloseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean hold(
      @Advice.This Object handler,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method close) {
    AttributeKey<HeldReads> reads = AttributeKey.valueOf(HeldReads.NAME);
    return context.channel().hasAttr(reads)
        && context
            .channel()
            .attr(reads)
            .get()
            .hold(MethodHandles.lookup(), close, handler, arguments);
  }
}
