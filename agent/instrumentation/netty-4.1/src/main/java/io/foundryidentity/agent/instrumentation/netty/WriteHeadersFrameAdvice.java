package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.ConnectionPeer;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@link WriteAdvice} for HTTP/2, where headers with a {@code :method} are a request and all others
 * are an answer or a body's end.
 *
 * <p>gRPC, whose headers answer no question, speaks to no target and is let be, client and server.
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
    // A question to these is an exception; they can only be walked through
    if (headers.getClass().getName().endsWith(".grpc.netty.GrpcHttp2OutboundHeaders")) {
      return null;
    }
    CharSequence method = headers.method();
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    EventLoopConnection connection =
        context.channel().hasAttr(key) ? context.channel().attr(key).get() : null;
    turn = connection == null ? EventLoopConnection.FREE : connection.turn(stream);
    if (turn == EventLoopConnection.ORPHANED) {
      ChannelPromise promise = (ChannelPromise) arguments[arguments.length - 1];
      promise.tryFailure(
          new ClosedChannelException()
              .initCause(Http2Exception.streamError(stream, Http2Error.CANCEL, "not sent")));
      return promise;
    }
    if (connection == null || turn != EventLoopConnection.HELD) {
      if (method == null) {
        return null;
      }
      CharSequence path = "CONNECT".contentEquals(method) ? null : headers.path();
      CharSequence existing = headers.get("authorization");
      InetSocketAddress peer = null;
      if (context.pipeline().get(SslHandler.class) != null) {
        Attribute<InetSocketAddress> known =
            context.channel().attr(AttributeKey.<InetSocketAddress>valueOf(ConnectionPeer.NAME));
        peer = known.get();
        SslHandler tls =
            peer == null
                ? ConnectionPeer.nearest(context.pipeline(), context.name(), SslHandler.class)
                : null;
        if (tls != null && AuthorizationBridge.isUnencrypted(tls)) {
          peer = ConnectionPeer.NOBODY;
        } else if (tls != null) {
          peer = ConnectionPeer.overTls(tls.engine(), context.channel().remoteAddress(), path);
          known.set(peer);
        }
        if (peer != null && !ConnectionPeer.isNamed(peer, headers.authority())) {
          path = null;
        }
      }
      connection =
          EventLoopConnection.of(
              connection,
              context.executor(),
              peer != null,
              peer != null
                  ? peer
                  : ConnectionPeer.withoutTls(
                      context.channel().remoteAddress(), headers.authority()),
              path,
              existing);
      if (connection == null) {
        return null;
      }
      context.channel().attr(key).set(connection);
      if (turn != EventLoopConnection.FREE || !connection.defer(path, existing)) {
        try {
          String authorization = connection.authorize(stream, path, existing);
          if (authorization != null) {
            CharSequence form = connection.formOf(authorization);
            if (form == null) {
              form = new AsciiString(authorization);
              connection.keepForm(authorization, form);
            }
            Http2Headers signed = new DefaultHttp2Headers(false);
            for (Map.Entry<CharSequence, CharSequence> header : headers) {
              if (!AuthorizationBridge.isCredential(header.getKey())) {
                signed.add(header.getKey(), header.getValue());
              }
            }
            headers = signed.add(HttpHeaderNames.AUTHORIZATION, form);
          }
          return null;
        } catch (FailurePolicyException policy) {
          policy.initCause(Http2Exception.streamError(stream, Http2Error.CANCEL, "not sent"));
          ChannelPromise promise = (ChannelPromise) arguments[arguments.length - 1];
          promise.tryFailure(policy);
          return promise;
        }
      }
    }
    connection.hold(
        MethodHandles.lookup(), writeHeaders, writer, arguments, stream, method != null);
    return (ChannelPromise) arguments[arguments.length - 1];
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
    if (turn >= EventLoopConnection.LAST_RESUMED) {
      context.flush();
    }
  }
}
