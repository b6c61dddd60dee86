package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AttributeKey;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * Matches the answers of a connection to its requests and reports a refused one; answers come in
 * order.
 *
 * <p>Netty's own classes are checked first: the JVM keeps the result of an interface check in the
 * object's class, and threads that check for different interfaces overwrite it for each other
 * (JDK-8180450).
 */
final class DecodeAdvice {

  private DecodeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static int before(@Advice.Argument(2) List<Object> decoded) {
    return decoded.size();
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void tell(
      @Advice.Enter int before,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(2) List<Object> decoded) {
    for (int i = before; i < decoded.size(); i++) {
      Object message = decoded.get(i);
      HttpResponse response =
          message instanceof DefaultHttpResponse
              ? (DefaultHttpResponse) message
              : message instanceof DefaultHttpContent || !(message instanceof HttpResponse)
                  ? null
                  : (HttpResponse) message;
      if (response != null) {
        AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
        if (context.channel().hasAttr(key)) {
          context.channel().attr(key).get().answered(0, response.status().code());
        }
      }
    }
  }
}
