package io.foundryidentity.agent.instrumentation.netty3;

import io.foundryidentity.agent.bootstrap.ChannelRoute;
import net.bytebuddy.asm.Advice;

/**
 * Notes a TLS handler that lets the first write pass as it is (STARTTLS). In Netty 3 it does so
 * even after the handshake, so nothing that is written through it gets a token.
 */
final class TlsAddedAdvice {

  private TlsAddedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(@Advice.This Object tls, @Advice.FieldValue("startTls") boolean startTls) {
    if (startTls) {
      ChannelRoute.beginsLater(tls);
    }
  }
}
