package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.ConnectionPeer;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestEncoders;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Decides on each request that an HTTP/1.1 encoder is given: hold it, keep it back, sign it or let
 * it be.
 *
 * <p>TLS, where there is any, is asked for the peer, once for each connection; a Host header counts
 * only without TLS, where it has to name the very address that the socket is connected to. Longer
 * than others: what it calls must be visible to Netty's own class loader, so that nothing can be
 * moved to a method beside it.
 *
 * <p>While a request is held, what follows it on the connection is held too, and the channel calls
 * itself not writable, so that whoever sends a long body stops. The call is made again later, on
 * the event loop, and then lands here again. A request that the failure policy keeps back fails its
 * promise and ends its connection: not every client looks at promises, but all notice the end.
 */
final class WriteAdvice {

  private WriteAdvice() {}

  @SuppressWarnings("FutureReturnValueIgnored") // a connection is closed once, whoever asks first
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean decide(
      @Advice.This Object encoder,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(1) Object message,
      @Advice.Argument(2) ChannelPromise promise,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method write,
      @Advice.Local("turn") int turn,
      @Advice.Local("signing") boolean signing) {
    // First of all: where this is not so, there may be no HTTP codec to name either
    if (!RequestEncoders.include(encoder)) {
      return false;
    }
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    EventLoopConnection connection =
        context.channel().hasAttr(key) ? context.channel().attr(key).get() : null;
    turn = connection == null ? EventLoopConnection.FREE : connection.turn(0);
    if (connection == null || turn != EventLoopConnection.HELD) {
      if (!(message instanceof HttpRequest)) {
        return false;
      }
      if (turn >= EventLoopConnection.RESUMED && promise.isCancelled()) {
        // Netty would drop the head alone, and send the body that follows it
        ReferenceCountUtil.release(message);
        context.close();
        return true;
      }
      HttpRequest request = (HttpRequest) message;
      String path = HttpMethod.CONNECT.equals(request.method()) ? null : request.uri();
      String existing = request.headers().get("Authorization");
      InetSocketAddress peer = null;
      if (context.pipeline().get(SslHandler.class) != null) {
        Attribute<InetSocketAddress> known =
            context.channel().attr(AttributeKey.<InetSocketAddress>valueOf(ConnectionPeer.NAME));
        peer = path == null ? null : known.get();
        SslHandler tls =
            peer == null
                ? ConnectionPeer.nearest(context.pipeline(), context.name(), SslHandler.class)
                : null;
        if (tls != null && AuthorizationBridge.isUnencrypted(tls)) {
          peer = ConnectionPeer.NOBODY;
        } else if (tls != null) {
          peer = ConnectionPeer.overTls(tls.engine(), context.channel().remoteAddress(), path);
        }
        // What comes through a tunnel has TLS of its own or none: this one ends before it
        if (path == null && tls != null) {
          AuthorizationBridge.markUnencrypted(tls);
        }
        known.set(path == null ? null : peer);
      }
      connection =
          EventLoopConnection.of(
              connection,
              context.executor(),
              peer != null,
              peer != null
                  ? peer
                  : ConnectionPeer.withoutTls(
                      context.channel().remoteAddress(), request.headers().get("Host")),
              path,
              existing);
      if (connection == null) {
        return false;
      }
      context.channel().attr(key).set(connection);
      if (turn != EventLoopConnection.FREE || !connection.defer(path, existing)) {
        try {
          String authorization = connection.authorize(0, path, existing);
          if (authorization != null) {
            CharSequence form = connection.formOf(authorization);
            if (form == null) {
              form = new AsciiString(authorization);
              connection.keepForm(authorization, form);
            }
            AuthorizationBridge.handOver(encoder, form);
            signing = true;
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
    connection.hold(
        MethodHandles.lookup(), write, encoder, arguments, 0, message instanceof HttpRequest);
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
      @Advice.Local("turn") int turn,
      @Advice.Local("signing") boolean signing,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (signing) {
      AuthorizationBridge.take(encoder);
    }
    if (turn >= EventLoopConnection.RESUMED && thrown != null) {
      // As the pipeline does, which did not make this call
      promise.tryFailure(thrown);
      thrown = null;
    }
    if (turn == EventLoopConnection.LAST_RESUMED) {
      context.flush();
      ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
      if (buffer != null) {
        buffer.setUserDefinedWritability(31, true);
      }
    }
  }
}
