package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;

/**
 * Starts a write timeout again when the write was held: the handler counts from the call, and the
 * socket gets the bytes later.
 *
 * <p>The handler of a stream of HTTP/2 is in the stream's own channel, whose parent is the
 * connection.
 */
final class WriteTimeoutAdvice {

  private WriteTimeoutAdvice() {}

  @SuppressWarnings("FutureReturnValueIgnored") // the timer ends when the promise is done
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean postpone(
      @Advice.This Runnable timer,
      @Advice.FieldValue("this$0") WriteTimeoutHandler handler,
      @Advice.FieldValue("ctx") ChannelHandlerContext context,
      @Advice.FieldValue("promise") ChannelPromise promise)
      throws Throwable {
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    Channel channel = context.channel();
    if (!channel.hasAttr(key)) {
      channel = channel.parent();
    }
    if (channel == null || !channel.hasAttr(key) || promise.isDone()) {
      return false;
    }
    // The timer's class may use what is private in the handler, but only by reflection
    Object period =
        MethodHandles.lookup()
            .in(WriteTimeoutHandler.class)
            .findGetter(WriteTimeoutHandler.class, "timeoutNanos", long.class)
            .invokeWithArguments(handler);
    long wait = channel.attr(key).get().postpone((Long) period);
    if (wait > 0 && !context.isRemoved()) {
      context.executor().schedule(timer, wait, TimeUnit.NANOSECONDS);
    }
    return wait > 0;
  }
}
