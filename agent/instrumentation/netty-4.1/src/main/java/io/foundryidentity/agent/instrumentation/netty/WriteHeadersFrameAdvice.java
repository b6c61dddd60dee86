package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@link WriteAdvice} for HTTP/2, where headers with a {@code :method} are a request and all others
 * are an answer or a body's end.
 *
 * <p>A request that the failure policy keeps back fails its promise with that policy's exception,
 * which carries a stream error for Netty's codec: that ends the stream, which nobody else has heard
 * of. Without it the codec would take the connection to be broken, which others use too.
 */
final class WriteHeadersFrameAdvice {

  private WriteHeadersFrameAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable ChannelFuture decide(
      @Advice.This Object writer,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(1) int stream,
      @Advice.Argument(value = 2, readOnly = false) Http2Headers headers,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method writeHeaders,
      @Advice.Local("turn") int turn) {
    Attribute<EventLoopConnection> kept =
        context.channel().attr(AttributeKey.<EventLoopConnection>valueOf(EventLoopConnection.NAME));
    EventLoopConnection connection = kept.get();
    CharSequence method = headers.method();
    if (connection == null) {
      if (method == null) {
        return null;
      }
      connection = new EventLoopConnection(context.executor());
      kept.set(connection);
    }
    ChannelPromise promise = (ChannelPromise) arguments[arguments.length - 1];
    turn = connection.turn(stream);
    if (turn == EventLoopConnection.ORPHANED) {
      promise.tryFailure(
          new ClosedChannelException()
              .initCause(Http2Exception.streamError(stream, Http2Error.CANCEL, "not sent")));
      return promise;
    }
    if (turn != EventLoopConnection.HELD) {
      if (method == null) {
        return null;
      }
      SslHandler outermost = context.pipeline().get(SslHandler.class);
      if (outermost == null) {
        connection.routeWithoutTls(context.channel().remoteAddress(), headers.authority());
      } else if (!connection.isRoutedOver(outermost)) {
        SslHandler innermost = outermost;
        for (Map.Entry<String, ChannelHandler> handler : context.pipeline()) {
          if (handler.getKey().equals(context.name())) {
            break;
          }
          if (handler.getValue() instanceof SslHandler) {
            innermost = (SslHandler) handler.getValue();
          }
        }
        connection.routeOverTls(outermost, innermost.engine(), context.channel().remoteAddress());
      }
      CharSequence path = "CONNECT".contentEquals(method) ? null : headers.path();
      CharSequence existing = headers.get("authorization");
      if (turn != EventLoopConnection.FREE || !connection.defer(path, existing)) {
        try {
          String authorization = connection.authorize(stream, path, existing);
          if (authorization != null) {
            Http2Headers signed = new DefaultHttp2Headers(false).add(headers);
            for (String keyHeader : AuthorizationBridge.keyHeaders()) {
              signed.remove(keyHeader);
            }
            headers = signed.set("authorization", authorization);
          }
          return null;
        } catch (FailurePolicyException policy) {
          policy.initCause(Http2Exception.streamError(stream, Http2Error.CANCEL, "not sent"));
          promise.tryFailure(policy);
          return promise;
        }
      }
    }
    connection.hold(
        MethodHandles.lookup(), writeHeaders, writer, arguments, stream, method != null);
    return promise;
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void resume(
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Enter @Nullable ChannelFuture instead,
      @Advice.Local("turn") int turn,
      @Advice.Return(readOnly = false) ChannelFuture written) {
    if (instead != null) {
      written = instead;
    }
    if (turn == EventLoopConnection.LAST_RESUMED) {
      context.flush();
    }
  }
}
