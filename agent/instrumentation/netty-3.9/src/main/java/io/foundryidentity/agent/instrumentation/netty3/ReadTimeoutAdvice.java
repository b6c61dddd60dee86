package io.foundryidentity.agent.instrumentation.netty3;

import com.ning.http.client.providers.netty.future.NettyResponseFuture;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;
import org.jboss.netty.channel.Channel;
import org.jboss.netty.channel.ChannelHandlerContext;
import org.jboss.netty.handler.codec.http.HttpClientCodec;
import org.jspecify.annotations.Nullable;

/**
 * Does not count the time while the agent holds the request.
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
    if (future == null) {
      return;
    }
    Channel channel = future.channel();
    ChannelHandlerContext codec =
        channel == null ? null : channel.getPipeline().getContext(HttpClientCodec.class);
    Object connection = codec == null ? null : codec.getAttachment();
    if (connection instanceof EventLoopConnection
        && ((EventLoopConnection) connection).postpone(TimeUnit.MILLISECONDS.toNanos(period)) > 0) {
      future.touch();
    }
  }
}
