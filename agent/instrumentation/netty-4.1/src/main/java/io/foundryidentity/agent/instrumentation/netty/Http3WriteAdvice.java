package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.BearerForms;
import io.foundryidentity.agent.bootstrap.CallTurn;
import io.foundryidentity.agent.bootstrap.ChannelRoute;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.incubator.codec.http3.DefaultHttp3Headers;
import io.netty.incubator.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.incubator.codec.http3.Http3Headers;
import io.netty.incubator.codec.http3.Http3HeadersFrame;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.util.AsciiString;
import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@link WriteAdvice} for HTTP/3, where each request has a channel of its own, whose parent is the
 * QUIC connection. Headers with a {@code :method} are a request and all others are an answer or a
 * body's end.
 *
 * <p>The codec ends a stream when its last write is done, so a held request ends after it was sent.
 * If the failure policy refuses to send a request, the channel of the stream is closed; the
 * connection stays.
 */
final class Http3WriteAdvice {

  private Http3WriteAdvice() {}

  @SuppressWarnings({
    "FutureReturnValueIgnored", // a stream is closed once, by the first call
    "UnusedVariable" // the method's exit reads the turn
  })
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean decide(
      @Advice.This Object codec,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(value = 1, readOnly = false) Object message,
      @Advice.Argument(2) ChannelPromise promise,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method write,
      @Advice.Local("turn") CallTurn turn) {
    AttributeKey<EventLoopConnection> key = AttributeKey.valueOf(EventLoopConnection.NAME);
    EventLoopConnection stream =
        context.channel().hasAttr(key) ? context.channel().attr(key).get() : null;
    turn = stream == null ? CallTurn.FIRST : stream.turn(0);
    boolean request = false;
    if (stream == null || turn != CallTurn.HELD) {
      if (!(message instanceof Http3HeadersFrame)
          || !(context.channel() instanceof QuicStreamChannel)) {
        return false;
      }
      Http3Headers headers = ((Http3HeadersFrame) message).headers();
      CharSequence method = headers.method();
      if (method == null) {
        return false;
      }
      request = true;
      if (turn.wasHeld() && promise.isCancelled()) {
        // Netty would drop only the head, and send the body that follows it
        context.close();
        return true;
      }
      CharSequence path = "CONNECT".contentEquals(method) ? null : headers.path();
      CharSequence existing = headers.get("authorization");
      SSLEngine tls = ((QuicStreamChannel) context.channel()).parent().sslEngine();
      TargetedRequest target =
          tls == null
              ? null
              : ChannelRoute.findOverQuic(
                  tls.getPeerHost(), tls.getPeerPort(), headers.authority(), path);
      if (target != null && !target.isProvenByTls(tls.getSession())) {
        target = null;
      }
      stream = EventLoopConnection.of(stream, context.executor(), target, existing);
      if (stream == null) {
        return false;
      }
      context.channel().attr(key).set(stream);
      if (!stream.defer(existing)) {
        try {
          String authorization = stream.authorize(0, existing);
          if (authorization != null) {
            CharSequence form = BearerForms.of(authorization, AsciiString.class);
            if (form == null) {
              form = new AsciiString(authorization);
              BearerForms.keep(authorization, form);
            }
            Http3Headers authorized = new DefaultHttp3Headers(false);
            for (Map.Entry<CharSequence, CharSequence> header : headers) {
              if (!AuthorizationBridge.isCredential(header.getKey())) {
                authorized.add(header.getKey(), header.getValue());
              }
            }
            authorized.add("authorization", form);
            message = new DefaultHttp3HeadersFrame(authorized);
          }
          return false;
        } catch (FailurePolicyException policy) {
          promise.tryFailure(policy);
          context.fireExceptionCaught(policy);
          context.close();
          return true;
        }
      }
    }
    stream.hold(turn, MethodHandles.lookup(), write, codec, arguments, 0, request);
    turn = CallTurn.HELD;
    return true;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void resume(
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(2) ChannelPromise promise,
      @Advice.Local("turn") @Nullable CallTurn turn,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (turn != null && turn.wasHeld() && thrown != null) {
      // The pipeline did not make this call, so its part is done here
      promise.tryFailure(thrown);
      thrown = null;
    }
    if (turn == CallTurn.LAST_RESUMED) {
      context.flush();
    }
  }
}
