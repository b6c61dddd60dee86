package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.CallTurn;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a held request when its stream is reset. Nothing is sent then: for the other end the
 * stream is idle, and a reset of an idle stream ends the connection (RFC 9113, section 6.4).
 */
final class WriteResetFrameAdvice {

  private WriteResetFrameAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable ChannelFuture decide(
      @Advice.This Object writer,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(1) int stream,
      @Advice.Argument(3) ChannelPromise promise,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method writeReset,
      @Advice.Local("turn") CallTurn turn) {
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    if (!context.channel().hasAttr(key)) {
      return null;
    }
    EventLoopConnection connection = context.channel().attr(key).get();
    turn = connection.turn(stream);
    boolean held = turn == CallTurn.HELD;
    if (turn == CallTurn.ORPHANED || (held && connection.cancel(stream))) {
      promise.trySuccess();
      return promise;
    }
    if (held) {
      connection.hold(turn, MethodHandles.lookup(), writeReset, writer, arguments, stream, false);
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
