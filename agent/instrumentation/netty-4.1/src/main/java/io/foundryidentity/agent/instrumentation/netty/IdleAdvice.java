package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;

/**
 * Does not report a connection as idle, nor its answer as late, because a request is or was held.
 *
 * <p>Netty has started its timer again before it calls this method, so it asks again after one more
 * period.
 */
final class IdleAdvice {

  private IdleAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean ignore(
      @Advice.This IdleStateHandler handler,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(1) IdleStateEvent event) {
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    Channel channel = context.channel();
    if (!channel.hasAttr(key)) {
      channel = channel.parent();
    }
    if (channel == null || !channel.hasAttr(key)) {
      return false;
    }
    long period =
        event.state() == IdleState.READER_IDLE
            ? handler.getReaderIdleTimeInMillis()
            : event.state() == IdleState.WRITER_IDLE
                ? handler.getWriterIdleTimeInMillis()
                : handler.getAllIdleTimeInMillis();
    return channel.attr(key).get().postpone(TimeUnit.MILLISECONDS.toNanos(period)) > 0;
  }
}
