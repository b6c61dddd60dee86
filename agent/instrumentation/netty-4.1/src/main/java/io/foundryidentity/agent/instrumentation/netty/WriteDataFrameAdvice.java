package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.CallTurn;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.channels.ClosedChannelException;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a body behind its request: it is held with it, and not sent if the request was not sent.
 */
final class WriteDataFrameAdvice {

  private WriteDataFrameAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable ChannelFuture decide(
      @Advice.This Object writer,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(1) int stream,
      @Advice.Argument(2) ByteBuf data,
      @Advice.Argument(5) ChannelPromise promise,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method writeData,
      @Advice.Local("turn") CallTurn turn) {
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    if (!context.channel().hasAttr(key)) {
      return null;
    }
    EventLoopConnection connection = context.channel().attr(key).get();
    turn = connection.turn(stream);
    if (turn == CallTurn.HELD) {
      connection.hold(turn, MethodHandles.lookup(), writeData, writer, arguments, stream, false);
      return promise;
    }
    if (turn == CallTurn.ORPHANED) {
      data.release();
      promise.tryFailure(
          new ClosedChannelException()
              .initCause(Http2Exception.streamError(stream, Http2Error.CANCEL, "not sent")));
      return promise;
    }
    return null;
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void resume(
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Enter @Nullable ChannelFuture instead,
      @Advice.Local("turn") @Nullable CallTurn turn,
      @Advice.Return(readOnly = false) ChannelFuture written) {
    if (instead != null) {
      written = instead;
    }
    if (turn != null && turn.isFlushed()) {
      context.flush();
    }
  }
}
