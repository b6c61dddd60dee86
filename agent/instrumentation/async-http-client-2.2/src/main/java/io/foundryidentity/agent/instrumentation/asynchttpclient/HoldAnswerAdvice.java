package io.foundryidentity.agent.instrumentation.asynchttpclient;

import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.bootstrap.HeldReads;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.asynchttpclient.Request;
import org.asynchttpclient.netty.NettyResponseFuture;
import org.asynchttpclient.netty.channel.Channels;
import org.asynchttpclient.request.body.generator.ByteArrayBodyGenerator;
import org.asynchttpclient.request.body.generator.FileBodyGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Notes a refused answer with the call that it belongs to, and holds it, and what follows it, while
 * another token is being fetched.
 *
 * <p>A body counts as repeatable if the client makes it anew for each request: text, bytes, forms
 * and files, not streams, generators of the application's own, and parts of several. Over HTTP/2 a
 * refusal without a body is left alone: the client ends the call after it, whatever its interceptor
 * did.
 */
final class HoldAnswerAdvice {

  private HoldAnswerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean hold(
      @Advice.This Object handler,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(1) Object message,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method read) {
    Channel channel = context.channel();
    AttributeKey<HeldReads> reads = AttributeKey.valueOf(HeldReads.NAME);
    HeldReads held = channel.hasAttr(reads) ? channel.attr(reads).get() : null;
    if (held != null && held.isHolding()) {
      return held.hold(MethodHandles.lookup(), read, handler, arguments);
    }
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    EventLoopConnection connection;
    boolean whole = false;
    int stream = 0;
    // The classes of HTTP/2 are there only if a channel is a stream
    if (channel.parent() == null) {
      if (!(message instanceof HttpResponse)
          || ((HttpResponse) message).status().code() != 401
          || !channel.hasAttr(key)) {
        return false;
      }
      connection = channel.attr(key).get();
    } else {
      if (!(message instanceof Http2HeadersFrame)
          || !"401".contentEquals(String.valueOf(((Http2HeadersFrame) message).headers().status()))
          || !channel.parent().hasAttr(key)) {
        return false;
      }
      connection = channel.parent().attr(key).get();
      stream = ((Http2StreamChannel) channel).stream().id();
      whole = ((Http2HeadersFrame) message).isEndStream();
    }
    Object attribute = Channels.getAttribute(channel);
    if (!(attribute instanceof NettyResponseFuture)) {
      return false;
    }
    Request request = ((NettyResponseFuture<?>) attribute).getCurrentRequest();
    boolean repeatable =
        !whole
            && request.getStreamData() == null
            && (request.getBodyParts() == null || request.getBodyParts().isEmpty())
            && (request.getBodyGenerator() == null
                || request.getBodyGenerator() instanceof ByteArrayBodyGenerator
                || request.getBodyGenerator() instanceof FileBodyGenerator);
    held = connection.refused(stream, attribute, repeatable);
    if (held == null) {
      return false;
    }
    channel.attr(reads).set(held);
    return held.hold(MethodHandles.lookup(), read, handler, arguments);
  }

  /** A call that was held is not made by the pipeline, which would tell the handler. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void tell(
      @Advice.This(typing = Assigner.Typing.DYNAMIC) ChannelInboundHandler handler,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown)
      throws Exception {
    if (thrown != null) {
      AttributeKey<HeldReads> reads = AttributeKey.valueOf(HeldReads.NAME);
      if (context.channel().hasAttr(reads) && context.channel().attr(reads).get().isHolding()) {
        Throwable failure = thrown;
        thrown = null;
        handler.exceptionCaught(context, failure);
      }
    }
  }
}
