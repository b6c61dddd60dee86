package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.bootstrap.ChannelRoute;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import net.bytebuddy.asm.Advice;

/**
 * Forgets the route of a channel when TLS comes into its pipeline or goes out of it: what is
 * written next may be meant for another server.
 *
 * <p>Only here it can be seen that a handler lets the first write pass as it is (STARTTLS).
 */
final class TlsChangedAdvice {

  private TlsChangedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void forget(
      @Advice.This Object tls,
      @Advice.Argument(0) ChannelHandlerContext context,
      @Advice.FieldValue("startTls") boolean startTls) {
    AttributeKey<ChannelRoute> key = AttributeKey.valueOf(ChannelRoute.NAME);
    if (context.channel().hasAttr(key)
        && context.channel().attr(key).get() != ChannelRoute.TUNNEL) {
      context.channel().attr(key).set(null);
    }
    if (startTls) {
      ChannelRoute.beginsLater(tls);
    }
  }
}
