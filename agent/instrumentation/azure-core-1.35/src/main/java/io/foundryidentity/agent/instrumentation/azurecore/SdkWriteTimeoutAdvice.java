package io.foundryidentity.agent.instrumentation.azurecore;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;

/** {@link WriteTimeoutAdvice} for newer transports, whose one handler has all timers. */
final class SdkWriteTimeoutAdvice {

  private SdkWriteTimeoutAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean ignore(
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.FieldValue("writeTimeoutMillis") long period) {
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    return context.channel().hasAttr(key)
        && context.channel().attr(key).get().postpone(TimeUnit.MILLISECONDS.toNanos(period)) > 0;
  }
}
