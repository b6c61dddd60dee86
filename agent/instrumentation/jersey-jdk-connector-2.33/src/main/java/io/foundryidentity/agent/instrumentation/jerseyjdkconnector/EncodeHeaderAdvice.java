package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;

/** Notes the bytes of a rendered head: the filters below get this very buffer. */
final class EncodeHeaderAdvice {

  private EncodeHeaderAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(@Advice.Argument(0) Object request, @Advice.Return ByteBuffer head)
      throws IOException {
    Peer peer = KnownPeers.of(request);
    if (peer != null) {
      RenderedHead.note(head, head, request, peer, false);
    }
  }
}
