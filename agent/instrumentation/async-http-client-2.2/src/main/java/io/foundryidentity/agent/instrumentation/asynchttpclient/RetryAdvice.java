package io.foundryidentity.agent.instrumentation.asynchttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import net.bytebuddy.asm.Advice;
import org.asynchttpclient.Request;
import org.asynchttpclient.netty.NettyResponseFuture;
import org.asynchttpclient.netty.channel.ChannelManager;
import org.asynchttpclient.netty.channel.ChannelState;
import org.asynchttpclient.netty.channel.Channels;
import org.asynchttpclient.netty.request.NettyRequestSender;

/**
 * Sends a refused request once more, as the interceptor does for a realm; after it, so that a realm
 * of the application's comes first.
 */
final class RetryAdvice {

  private RetryAdvice() {}

  @SuppressWarnings("FutureReturnValueIgnored") // a stream is closed once
  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.FieldValue("channelManager") ChannelManager channels,
      @Advice.FieldValue("requestSender") NettyRequestSender sender,
      @Advice.Argument(0) Channel channel,
      @Advice.Argument(1) NettyResponseFuture<?> future,
      @Advice.Argument(2) HttpResponse response,
      @Advice.Argument(3) Request request,
      @Advice.Argument(5) HttpRequest sent,
      @Advice.Return(readOnly = false) boolean handled) {
    if (handled
        || future.isDone()
        || !AuthorizationBridge.answered(future, 401)
        || !AuthorizationBridge.retry(future, false)) {
      return;
    }
    AuthorizationBridge.markRetry(future);
    future.setChannelState(ChannelState.NEW);
    if (channel.parent() != null) {
      // A stream of HTTP/2 is used once. What was held of its answer must not end the call
      Channels.setDiscard(channel);
      channel.close();
      sender.sendNextRequest(request, future);
    } else if (future.isKeepAlive()
        && !HttpUtil.isTransferEncodingChunked(sent)
        && !HttpUtil.isTransferEncodingChunked(response)) {
      future.setReuseChannel(true);
      sender.drainChannelAndExecuteNextRequest(channel, future, request);
    } else {
      channels.closeChannel(channel);
      sender.sendNextRequest(request, future);
    }
    handled = true;
  }
}
