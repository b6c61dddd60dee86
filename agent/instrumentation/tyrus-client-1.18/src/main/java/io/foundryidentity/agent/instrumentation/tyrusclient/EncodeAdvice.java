package io.foundryidentity.agent.instrumentation.tyrusclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Notes the bytes of a handshake's request, which has no body: the filters below get them. */
final class EncodeAdvice {

  private EncodeAdvice() {}

  /** Returns the engine of a handshake that is about to be rendered. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable Object engine(@Advice.Argument(1) HttpHeader header) {
    return header.isRequest() && !header.isCommitted()
        ? AuthorizationBridge.takeObject(SendRequestAdvice.ENGINE)
        : null;
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.Enter @Nullable Object engine,
      @Advice.Argument(0) FilterChainContext context,
      @Advice.Return @Nullable Buffer bytes)
      throws IOException {
    Peer peer = engine == null ? null : KnownPeers.of(engine);
    if (engine != null && peer != null && bytes != null) {
      int from = bytes.position();
      byte[] head = new byte[bytes.remaining()];
      bytes.get(head);
      bytes.position(from);
      RenderedHead.noteFor(context.getConnection(), bytes, ByteBuffer.wrap(head), engine, peer);
    }
  }
}
