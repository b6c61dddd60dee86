package io.foundryidentity.agent.instrumentation.azurecore;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Starts the wait for an answer again when its request was held: of a request without a body it
 * begins with the write's call, not with its end.
 */
final class ResponseTimeoutAdvice {

  private ResponseTimeoutAdvice() {}

  @SuppressWarnings("UnusedVariable") // written to a field
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean postpone(
      @Advice.This Object handler,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.FieldValue("timeoutMillis") long period,
      @Advice.FieldValue(value = "responseTimeoutWatcher", readOnly = false)
          @Nullable ScheduledFuture<?> timer,
      @Advice.Origin Method timedOut)
      throws IllegalAccessException {
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    if (!context.channel().hasAttr(key)) {
      return false;
    }
    long wait = context.channel().attr(key).get().postpone(TimeUnit.MILLISECONDS.toNanos(period));
    if (wait > 0) {
      Runnable again =
          MethodHandleProxies.asInterfaceInstance(
              Runnable.class,
              MethodHandles.lookup().unreflect(timedOut).bindTo(handler).bindTo(context));
      timer = context.executor().schedule(again, wait, TimeUnit.NANOSECONDS);
    }
    return wait > 0;
  }
}
