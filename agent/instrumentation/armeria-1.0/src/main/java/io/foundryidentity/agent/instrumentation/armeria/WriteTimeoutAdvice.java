package io.foundryidentity.agent.instrumentation.armeria;

import com.linecorp.armeria.client.WriteTimeoutException;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Starts the write timeout again when the write was held. Only for the timer itself: an application
 * that ends its call with the same exception ends it now.
 */
final class WriteTimeoutAdvice {

  private WriteTimeoutAdvice() {}

  @SuppressWarnings("UnusedVariable") // written to a field
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean postpone(
      @Advice.This Object handler,
      @Advice.Argument(0) Throwable cause,
      @Advice.FieldValue("ch") Channel channel,
      @Advice.FieldValue("timeoutMillis") long period,
      @Advice.FieldValue(value = "timeoutFuture", readOnly = false)
          @Nullable ScheduledFuture<?> timer,
      @Advice.Origin Method fail)
      throws IllegalAccessException {
    if (!(cause instanceof WriteTimeoutException)
        || timer == null
        || timer.getDelay(TimeUnit.NANOSECONDS) > 0) {
      return false;
    }
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    if (!channel.hasAttr(key)) {
      return false;
    }
    long wait = channel.attr(key).get().postpone(TimeUnit.MILLISECONDS.toNanos(period));
    if (wait > 0) {
      Runnable again =
          MethodHandleProxies.asInterfaceInstance(
              Runnable.class, MethodHandles.lookup().unreflect(fail).bindTo(handler).bindTo(cause));
      timer = channel.eventLoop().schedule(again, wait, TimeUnit.NANOSECONDS);
    }
    return wait > 0;
  }
}
