package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.BearerForms;
import io.foundryidentity.agent.bootstrap.CallTurn;
import io.foundryidentity.agent.bootstrap.ChannelRoute;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestEncoders;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Decides on each request that an HTTP/1.1 encoder gets: hold it, refuse to send it, authorize it
 * or leave it alone.
 *
 * <p>With TLS, whose request it is says the engine's peer, or if the engine was not told a peer,
 * the Host header; the certificate of the session proves it. Without TLS the Host header says it,
 * and must name exactly the address that the socket is connected to. A request that is written
 * before the handshake has ended is held until then. This method is longer than others: all that it
 * calls must be visible to Netty's own class loader, so nothing can be moved to a method beside it.
 *
 * <p>While a request is held, what follows it on the connection is held too, and the channel says
 * that it is not writable, so that a client that sends a long body stops. The call is made again
 * later, on the event loop, and this advice with it. If the failure policy refuses to send a
 * request, its promise fails and its connection is closed: not every client checks promises, but
 * all notice a closed connection.
 */
final class WriteAdvice {

  private WriteAdvice() {}

  @SuppressWarnings({
    "FutureReturnValueIgnored", // a connection is closed once, by the first call
    "UnusedVariable", // the method's exit reads the turn
    "unchecked" // a listener of any future ignores its type
  })
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean decide(
      @Advice.This Object encoder,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(1) Object message,
      @Advice.Argument(2) ChannelPromise promise,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method write,
      @Advice.Local("turn") CallTurn turn,
      @Advice.Local("authorized") boolean authorized)
      throws ReflectiveOperationException {
    // Must be first: for other encoders the classes of the HTTP codec may not exist
    if (!RequestEncoders.include(encoder)) {
      return false;
    }
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    EventLoopConnection connection =
        context.channel().hasAttr(key) ? context.channel().attr(key).get() : null;
    turn = connection == null ? CallTurn.FIRST : connection.turn(0);
    if (connection == null || turn != CallTurn.HELD) {
      // Netty's own classes are checked first, for the reason that DecodeAdvice gives. No value of
      // one is assigned to HttpRequest: the JVM would load that to verify any encoder
      HttpMethod method;
      String uri;
      HttpHeaders headers;
      if (message instanceof DefaultHttpRequest) {
        method = ((DefaultHttpRequest) message).method();
        uri = ((DefaultHttpRequest) message).uri();
        headers = ((DefaultHttpRequest) message).headers();
      } else if (message.getClass() == DefaultHttpContent.class
          || message.getClass() == DefaultLastHttpContent.class
          || !(message instanceof HttpRequest)) {
        return false;
      } else {
        method = ((HttpRequest) message).method();
        uri = ((HttpRequest) message).uri();
        headers = ((HttpRequest) message).headers();
      }
      if (turn.wasHeld() && promise.isCancelled()) {
        // Netty would drop only the head, and send the body that follows it
        ReferenceCountUtil.release(message);
        context.close();
        return true;
      }
      String path = HttpMethod.CONNECT.equals(method) ? null : uri;
      String existing = headers.get("Authorization");
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
        if (path == null) {
          // Requests through a tunnel have TLS of their own or none: this TLS ends at the proxy
          if (tls != null) {
            ChannelRoute.end(tls);
          }
        } else if (tls != null) {
          String host = tls.engine().getPeerHost();
          int port = tls.engine().getPeerPort();
          target =
              route.find(
                  host,
                  port,
                  context.channel().remoteAddress(),
                  host == null || port <= 0 ? headers.get("Host") : null,
                  path);
        }
      } else if (path != null) {
        String authority = headers.get("Host");
        if (ChannelRoute.mayDoWithoutTls(authority)) {
          if (route == null) {
            route = ChannelRoute.of(context.pipeline(), context.name(), SslHandler.class, null);
            context.channel().attr(routeKey).set(route);
          }
          target =
              route.findWithoutTls(
                  context.channel(), context.channel().remoteAddress(), authority, path);
        }
      }
      if (path == null) {
        context.channel().attr(routeKey).set(ChannelRoute.TUNNEL);
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
        return false;
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
          String authorization = connection.authorize(0, existing);
          if (authorization != null) {
            CharSequence form = BearerForms.of(authorization, AsciiString.class);
            if (form == null) {
              form = new AsciiString(authorization);
              BearerForms.keep(authorization, form);
            }
            AuthorizationBridge.handOver(encoder, form);
            authorized = true;
          }
          return false;
        } catch (FailurePolicyException policy) {
          ReferenceCountUtil.release(message);
          promise.tryFailure(policy);
          context.fireExceptionCaught(policy);
          context.close();
          return true;
        }
      }
    }
    if (message instanceof ByteBuf && !((ByteBuf) message).isReadable()) {
      // What clients write to close the connection when it is done: the held request is not wanted
      return false;
    }
    connection.hold(
        turn, MethodHandles.lookup(), write, encoder, arguments, 0, message instanceof HttpRequest);
    turn = CallTurn.HELD;
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    if (buffer != null) {
      buffer.setUserDefinedWritability(31, false);
    }
    return true;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void resume(
      @Advice.This Object encoder,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(2) ChannelPromise promise,
      @Advice.Local("turn") @Nullable CallTurn turn,
      @Advice.Local("authorized") boolean authorized,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (authorized) {
      AuthorizationBridge.take(encoder);
    }
    if (turn != null && turn.wasHeld() && thrown != null) {
      // The pipeline did not make this call, so its part is done here
      promise.tryFailure(thrown);
      thrown = null;
    }
    if (turn == CallTurn.LAST_RESUMED) {
      context.flush();
      ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
      if (buffer != null) {
        buffer.setUserDefinedWritability(31, true);
      }
    }
  }
}
