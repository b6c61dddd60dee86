package io.foundryidentity.agent.instrumentation.asynchttpclient;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.bootstrap.HeldReads;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;
import org.asynchttpclient.netty.NettyResponseFuture;
import org.jspecify.annotations.Nullable;

/**
 * Does not count the time while the agent holds the request or its refused answer.
 *
 * <p>The timer asks when something happened last, and starts again if that is not long ago. It runs
 * on a thread of its own.
 */
final class ReadTimeoutAdvice {

  private ReadTimeoutAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void touch(
      @Advice.FieldValue("nettyResponseFuture") @Nullable NettyResponseFuture<?> future,
      @Advice.FieldValue("readTimeout") long period) {
    if (future == null || future.channel() == null) {
      return;
    }
    Channel channel = future.channel();
    AttributeKey<HeldReads> reads = AttributeKey.valueOf(HeldReads.NAME);
    boolean held = channel.hasAttr(reads) && channel.attr(reads).get().isHolding();
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    if (!channel.hasAttr(key)) {
      channel = channel.parent();
    }
    if (held
        || (channel != null
            && channel.hasAttr(key)
            && channel.attr(key).get().postpone(TimeUnit.MILLISECONDS.toNanos(period)) > 0)) {
      future.touch();
    }
  }
}
