package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import java.security.cert.Certificate;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Notes the certificate whose key the handshake uses: Ktor's TLS has no session that would show it.
 *
 * <p>The connection's socket is made with the handshake, or in older versions with its output.
 */
final class ServerDoneAdvice {

  private ServerDoneAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(
      @Advice.This Object handshake,
      @Advice.FieldValue("output") Object output,
      @Advice.Argument(1) @Nullable Certificate ofServer) {
    if (ofServer != null) { // Null where the coroutine continues after a suspension
      Peer peer = Peer.withCertificate(ofServer);
      KnownPeers.note(handshake, peer);
      KnownPeers.note(output, peer);
    }
  }
}
