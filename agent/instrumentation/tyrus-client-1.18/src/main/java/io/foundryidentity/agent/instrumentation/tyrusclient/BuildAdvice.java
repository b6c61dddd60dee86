package io.foundryidentity.agent.instrumentation.tyrusclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;

/**
 * Notes the bytes of a rendered head: the filters below get this very buffer. A proxy's CONNECT is
 * rendered here, too; it has no path, and so no note.
 */
final class BuildAdvice {

  private BuildAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(@Advice.Return ByteBuffer head) throws IOException {
    Object engine = AuthorizationBridge.takeObject(SendRequestAdvice.ENGINE);
    Peer peer = engine == null ? null : KnownPeers.of(engine);
    if (engine != null && peer != null) {
      RenderedHead.note(head, head, engine, peer, true);
    }
  }
}
