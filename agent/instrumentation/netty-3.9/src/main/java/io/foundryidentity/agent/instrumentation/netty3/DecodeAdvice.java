package io.foundryidentity.agent.instrumentation.netty3;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import net.bytebuddy.asm.Advice;
import org.jboss.netty.channel.ChannelHandlerContext;
import org.jboss.netty.handler.codec.http.HttpRequestEncoder;
import org.jboss.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Matches the answers of a connection to its requests and reports a refused one; answers come in
 * order.
 *
 * <p>The state is with the encoder's context: the decoder's own in a codec that is both.
 */
final class DecodeAdvice {

  private DecodeAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void tell(
      @Advice.Argument(0) ChannelHandlerContext context, @Advice.Return @Nullable Object decoded) {
    Object message = decoded;
    if (decoded instanceof Object[] && ((Object[]) decoded).length > 0) {
      message = ((Object[]) decoded)[0];
    }
    if (message instanceof HttpResponse) {
      Object connection = context.getAttachment();
      if (!(connection instanceof EventLoopConnection)) {
        ChannelHandlerContext encoder = context.getPipeline().getContext(HttpRequestEncoder.class);
        connection = encoder == null ? null : encoder.getAttachment();
      }
      if (connection instanceof EventLoopConnection) {
        ((EventLoopConnection) connection)
            .answered(0, ((HttpResponse) message).getStatus().getCode());
      }
    }
  }
}
