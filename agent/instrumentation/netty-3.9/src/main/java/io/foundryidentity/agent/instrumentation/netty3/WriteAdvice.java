package io.foundryidentity.agent.instrumentation.netty3;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.CallTurn;
import io.foundryidentity.agent.bootstrap.ChannelRoute;
import io.foundryidentity.agent.bootstrap.EventLoopConnection;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.HandshakeWait;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.RequestEncoders;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import net.bytebuddy.asm.Advice;
import org.jboss.netty.buffer.ChannelBuffer;
import org.jboss.netty.channel.Channel;
import org.jboss.netty.channel.ChannelEvent;
import org.jboss.netty.channel.ChannelFuture;
import org.jboss.netty.channel.ChannelFutureListener;
import org.jboss.netty.channel.ChannelHandlerContext;
import org.jboss.netty.channel.ChannelPipeline;
import org.jboss.netty.channel.ChannelState;
import org.jboss.netty.channel.ChannelStateEvent;
import org.jboss.netty.channel.DefaultExceptionEvent;
import org.jboss.netty.channel.DownstreamMessageEvent;
import org.jboss.netty.channel.MessageEvent;
import org.jboss.netty.handler.codec.http.DefaultHttpChunk;
import org.jboss.netty.handler.codec.http.DefaultHttpChunkTrailer;
import org.jboss.netty.handler.codec.http.DefaultHttpRequest;
import org.jboss.netty.handler.codec.http.HttpChunk;
import org.jboss.netty.handler.codec.http.HttpChunkTrailer;
import org.jboss.netty.handler.codec.http.HttpMethod;
import org.jboss.netty.handler.codec.http.HttpRequest;
import org.jboss.netty.handler.ssl.SslHandler;
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
 * <p>The connection's state is the attachment of the encoder's context. Once it is there, all calls
 * of that encoder are made on the channel's I/O thread, in their order, and while a request is held
 * what follows it is held too. A close is made there as well, so that it does not overtake what was
 * written before, but is never held. The close of the channel ends a hold: the calls are made, and
 * fail like any write there. If the failure policy refuses to send a request, its future fails and
 * its connection is closed: not every client checks futures, but all notice a closed connection.
 *
 * <p>An application may change or use its request again as soon as its write has returned, as
 * without the agent the bytes exist by then. So what is moved or held is a copy, and the copy is
 * what this method decides on: nobody can give it another path or host afterwards.
 *
 * <p>Only channels over a NIO socket get a token: others have no such thread.
 */
final class WriteAdvice {

  private WriteAdvice() {}

  @SuppressWarnings({
    "FutureReturnValueIgnored", // a connection is closed once, by the first call
    "UnusedVariable" // the method's exit reads the locals
  })
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean decide(
      @Advice.This Object encoder,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(value = 1, readOnly = false) ChannelEvent event,
      @Advice.Origin Method write,
      @Advice.Local("turn") CallTurn turn,
      @Advice.Local("moved") boolean moved,
      @Advice.Local("authorized") Object authorized)
      throws ReflectiveOperationException {
    // Must be first: for other encoders the classes of the HTTP codec may not exist
    boolean isWrite = event instanceof MessageEvent;
    if ((!isWrite
            && (!(event instanceof ChannelStateEvent)
                || ((ChannelStateEvent) event).getState() == ChannelState.INTEREST_OPS))
        || !RequestEncoders.include(encoder)) {
      return false;
    }
    Object attachment = context.getAttachment();
    EventLoopConnection connection =
        attachment instanceof EventLoopConnection ? (EventLoopConnection) attachment : null;
    if (!isWrite) {
      moved = connection != null && AuthorizationBridge.takeObject(event) == connection;
      return connection != null
          && !moved
          && connection.move(
              MethodHandles.lookup(), write, encoder, new Object[] {context, event}, event);
    }
    Object message = ((MessageEvent) event).getMessage();
    if (connection == null && !(message instanceof HttpRequest)) {
      return false;
    }
    Channel channel = context.getChannel();
    ChannelPipeline pipeline = context.getPipeline();
    moved = connection != null && AuthorizationBridge.takeObject(event) == connection;
    boolean overTls = pipeline.get(SslHandler.class) != null;
    boolean ours =
        connection != null
            || overTls
            || ChannelRoute.mayDoWithoutTls(((HttpRequest) message).headers().get("Host"));
    ChannelEvent copied = event;
    if (ours && !moved) {
      try {
        Object copy = null;
        if (message instanceof HttpRequest) {
          HttpRequest given = (HttpRequest) message;
          HttpRequest request =
              new DefaultHttpRequest(given.getProtocolVersion(), given.getMethod(), given.getUri());
          for (Map.Entry<String, String> header : given.headers()) {
            request.headers().add(header.getKey(), header.getValue());
          }
          request.setChunked(given.isChunked());
          if (!request.isChunked()) {
            request.setContent(given.getContent().duplicate());
          }
          copy = request;
        } else if (message instanceof HttpChunkTrailer) {
          HttpChunkTrailer trailer = new DefaultHttpChunkTrailer();
          for (Map.Entry<String, String> header : ((HttpChunkTrailer) message).trailingHeaders()) {
            trailer.trailingHeaders().add(header.getKey(), header.getValue());
          }
          copy = trailer;
        } else if (message instanceof HttpChunk) {
          copy = new DefaultHttpChunk(((HttpChunk) message).getContent().duplicate());
        }
        if (copy != null) {
          message = copy;
          copied =
              new DownstreamMessageEvent(
                  channel, event.getFuture(), copy, ((MessageEvent) event).getRemoteAddress());
        }
      } catch (RuntimeException unreadable) {
        if (connection == null) {
          return false; // The encoder fails in the same way
        }
        event.getFuture().setFailure(unreadable);
        context.sendUpstream(new DefaultExceptionEvent(channel, unreadable));
        return true;
      }
    }
    if (connection != null) {
      event = copied;
      if (!moved
          && connection.move(
              MethodHandles.lookup(), write, encoder, new Object[] {context, event}, event)) {
        return true;
      }
      turn = connection.turn(0);
      if (turn.wasHeld() && !channel.isConnected()) {
        return false;
      }
    } else {
      turn = CallTurn.FIRST;
    }
    boolean early = false;
    SslHandler tls = null;
    if (connection == null || turn != CallTurn.HELD) {
      if (!(message instanceof HttpRequest)) {
        return false;
      }
      HttpRequest request = (HttpRequest) message;
      String path = HttpMethod.CONNECT.equals(request.getMethod()) ? null : request.getUri();
      String existing = request.headers().get("Authorization");
      ChannelRoute before = KnownPeers.of(channel) == Peer.NOBODY ? ChannelRoute.TUNNEL : null;
      TargetedRequest target = null;
      if (overTls) {
        ChannelRoute route =
            ChannelRoute.of(
                pipeline.toMap().entrySet(), context.getName(), SslHandler.class, before);
        tls = (SslHandler) route.tls();
        if (path == null) {
          // Requests through a tunnel have TLS of their own or none: this TLS ends at the proxy
          if (tls != null) {
            ChannelRoute.end(tls);
          }
        } else if (tls != null) {
          String host = tls.getEngine().getPeerHost();
          int port = tls.getEngine().getPeerPort();
          target =
              route.find(
                  host,
                  port,
                  channel.getRemoteAddress(),
                  host == null || port <= 0 ? request.headers().get("Host") : null,
                  path);
        }
      } else if (path != null && ours) {
        String authority = request.headers().get("Host");
        if (ChannelRoute.mayDoWithoutTls(authority)) {
          target =
              ChannelRoute.of(
                      pipeline.toMap().entrySet(), context.getName(), SslHandler.class, before)
                  .findWithoutTls(channel, channel.getRemoteAddress(), authority, path);
        }
      }
      if (path == null) {
        KnownPeers.note(channel, Peer.NOBODY);
      }
      if (target != null && connection == null) {
        if (attachment != null) {
          target.unproven("the context of the HTTP codec has an attachment of the application's");
          target = null;
        } else if (!ChannelRoute.isSocket(channel)) {
          target.unproven("the channel is not one of Netty's NIO sockets");
          target = null;
        }
      }
      if (target != null && tls != null) {
        SSLEngine engine = tls.getEngine();
        if (ChannelRoute.mayBeginLater(tls)) {
          target.unproven("the TLS of this connection may begin after the request");
          target = null;
        } else if (HandshakeWait.isNeeded(engine.getSession(), context)) {
          early =
              !turn.wasHeld()
                  && channel.isConnected()
                  && !engine.isInboundDone()
                  && !engine.isOutboundDone();
          if (!early) {
            target = null;
          }
        } else if (!target.isProvenByTls(engine.getSession())) {
          target = null;
        }
      }
      if (connection != null) {
        connection.begin(target);
      } else {
        if (target == null) {
          return false;
        }
        Executor ioThread =
            MethodHandleProxies.asInterfaceInstance(
                Executor.class,
                MethodHandles.publicLookup()
                    .findVirtual(
                        ChannelPipeline.class,
                        "execute",
                        MethodType.methodType(ChannelFuture.class, Runnable.class))
                    .bindTo(pipeline));
        connection = EventLoopConnection.of(null, ioThread, target, existing);
        if (connection == null) {
          return false;
        }
        context.setAttachment(connection);
        event = copied;
        if (connection.move(
            MethodHandles.lookup(), write, encoder, new Object[] {context, event}, event)) {
          return true;
        }
      }
      if (!early && !connection.defer(existing)) {
        try {
          String authorization = connection.authorize(0, existing);
          if (authorization != null) {
            AuthorizationBridge.handOver(message, authorization);
            authorized = message;
          }
          return false;
        } catch (FailurePolicyException policy) {
          event.getFuture().setFailure(policy);
          context.sendUpstream(new DefaultExceptionEvent(channel, policy));
          channel.close();
          return true;
        }
      }
    }
    if (message instanceof ChannelBuffer && !((ChannelBuffer) message).readable()) {
      // What clients write to close the connection when it is done: the held request is not wanted
      return false;
    }
    // Both are made before the call is held: what throws later would let it through as well
    ChannelFutureListener ended =
        turn == CallTurn.HELD || turn.wasHeld()
            ? null
            : MethodHandleProxies.asInterfaceInstance(
                ChannelFutureListener.class, connection.afterHandshake(false));
    ChannelFuture handshake = early && tls != null ? tls.handshake() : null;
    connection.hold(
        turn,
        MethodHandles.lookup(),
        write,
        encoder,
        new Object[] {context, event},
        0,
        message instanceof HttpRequest);
    turn = CallTurn.HELD;
    if (ended != null) {
      channel.getCloseFuture().addListener(ended);
      if (handshake != null) {
        handshake.addListener(ended);
      }
    }
    return true;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void end(
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.Argument(1) ChannelEvent event,
      @Advice.Local("turn") @Nullable CallTurn turn,
      @Advice.Local("moved") boolean moved,
      @Advice.Local("authorized") @Nullable Object authorized,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (authorized != null) {
      AuthorizationBridge.take(authorized);
    }
    if (thrown != null && (moved || (turn != null && turn.wasHeld()))) {
      // The pipeline did not make this call, so its part is done here
      Throwable failure = thrown;
      thrown = null;
      event.getFuture().setFailure(failure);
      context.sendUpstream(new DefaultExceptionEvent(context.getChannel(), failure));
    }
  }
}
