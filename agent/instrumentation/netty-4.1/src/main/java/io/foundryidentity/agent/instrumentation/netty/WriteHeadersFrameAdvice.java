package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.BearerForms;
import io.foundryidentity.agent.bootstrap.CallTurn;
import io.foundryidentity.agent.bootstrap.ChannelRoute;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.netty.channel.Channel;
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
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.lang.invoke.MethodHandleProxies;
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
 * <p>gRPC's headers cannot be queried. gRPC does not call targets, so its clients and servers are
 * left alone.
 *
 * <p>If the failure policy refuses to send a request, its promise fails with that policy's
 * exception, which has a stream error for Netty's codec as its cause: that ends the stream, which
 * the other end does not know. Without it the codec would treat the connection as broken, though
 * others use it too.
 */
final class WriteHeadersFrameAdvice {

  private WriteHeadersFrameAdvice() {}

  @SuppressWarnings({
    "UnusedVariable", // the method's exit reads the turn
    "unchecked" // a listener of any future ignores its type
  })
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable ChannelFuture decide(
      @Advice.This Object writer,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(1) int stream,
      @Advice.Argument(value = 2, readOnly = false) Http2Headers headers,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method writeHeaders,
      @Advice.Local("turn") CallTurn turn)
      throws ReflectiveOperationException {
    // These throw when queried; they can only be iterated
    if (headers.getClass().getName().endsWith(".grpc.netty.GrpcHttp2OutboundHeaders")) {
      return null;
    }
    CharSequence method = headers.method();
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    EventLoopConnection connection =
        context.channel().hasAttr(key) ? context.channel().attr(key).get() : null;
    turn = connection == null ? CallTurn.FIRST : connection.turn(stream);
    if (turn == CallTurn.ORPHANED) {
      ChannelPromise promise = (ChannelPromise) arguments[arguments.length - 1];
      promise.tryFailure(
          new ClosedChannelException()
              .initCause(Http2Exception.streamError(stream, Http2Error.CANCEL, "not sent")));
      return promise;
    }
    if (connection == null || turn != CallTurn.HELD) {
      if (method == null) {
        return null;
      }
      CharSequence path = "CONNECT".contentEquals(method) ? null : headers.path();
      CharSequence existing = headers.get("authorization");
      CharSequence authority = headers.authority();
      AttributeKey<ChannelRoute> routeKey = AttributeKey.valueOf(ChannelRoute.NAME);
      ChannelRoute route =
          context.channel().hasAttr(routeKey) ? context.channel().attr(routeKey).get() : null;
      SslHandler tls = null;
      TargetedRequest target = null;
      if (context.pipeline().get(SslHandler.class) != null) {
        if (route == null || route.tls() == null) {
          route = ChannelRoute.of(context.pipeline(), context.name(), SslHandler.class, route);
          context.channel().attr(routeKey).set(route);
        }
        tls = (SslHandler) route.tls();
        String host = tls == null ? null : tls.engine().getPeerHost();
        if (tls != null && ChannelRoute.isNamed(host, authority, path)) {
          target =
              route.find(
                  host,
                  tls.engine().getPeerPort(),
                  context.channel().remoteAddress(),
                  authority,
                  path);
        }
      } else if (ChannelRoute.mayDoWithoutTls(authority)) {
        if (route == null) {
          route = ChannelRoute.of(context.pipeline(), context.name(), SslHandler.class, null);
          context.channel().attr(routeKey).set(route);
        }
        target =
            route.findWithoutTls(
                context.channel(), context.channel().remoteAddress(), authority, path);
      }
      boolean early = false;
      if (target != null && tls != null) {
        Future<Channel> handshake = tls.handshakeFuture();
        early = !handshake.isDone() && context.channel().isOpen();
        if (early && ChannelRoute.isBeforeTls(tls, tls.engine())) {
          target.unproven("the request is written before TLS begins");
          target = null;
          early = false;
        } else if (!early
            && !(handshake.isSuccess() && target.isProvenByTls(tls.engine().getSession()))) {
          target = null;
        }
      }
      connection = EventLoopConnection.of(connection, context.executor(), target, existing);
      if (connection == null) {
        return null;
      }
      context.channel().attr(key).set(connection);
      if (early && tls != null) {
        boolean onEventLoop = context.pipeline().context(tls).executor() == context.executor();
        tls.handshakeFuture()
            .addListener(
                MethodHandleProxies.asInterfaceInstance(
                    GenericFutureListener.class, connection.afterHandshake(onEventLoop)));
      } else if (!connection.defer(existing)) {
        try {
          String authorization = connection.authorize(stream, existing);
          if (authorization != null) {
            CharSequence form = BearerForms.of(authorization, AsciiString.class);
            if (form == null) {
              form = new AsciiString(authorization);
              BearerForms.keep(authorization, form);
            }
            Http2Headers authorized = new DefaultHttp2Headers(false);
            for (Map.Entry<CharSequence, CharSequence> header : headers) {
              if (!AuthorizationBridge.isCredential(header.getKey())) {
                authorized.add(header.getKey(), header.getValue());
              }
            }
            headers = authorized.add(HttpHeaderNames.AUTHORIZATION, form);
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
        turn, MethodHandles.lookup(), writeHeaders, writer, arguments, stream, method != null);
    turn = CallTurn.HELD;
    return (ChannelPromise) arguments[arguments.length - 1];
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
