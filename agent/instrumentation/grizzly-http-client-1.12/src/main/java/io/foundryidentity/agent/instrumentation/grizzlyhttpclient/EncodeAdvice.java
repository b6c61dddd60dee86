package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.HttpContext;
import org.glassfish.grizzly.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Notes the bytes of a rendered head: the filters below get this very buffer. It may hold a part of
 * the body, too; the head ends with the first empty line, as it does for the server.
 */
final class EncodeAdvice {

  private EncodeAdvice() {}

  /** Returns whether it is a request whose head is not rendered yet. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean isHead(@Advice.Argument(1) HttpHeader header) {
    return !header.isCommitted() && header.isRequest();
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.Enter boolean isHead,
      @Advice.Argument(0) FilterChainContext context,
      @Advice.Argument(1) HttpHeader header,
      @Advice.Return @Nullable Buffer bytes)
      throws IOException {
    if (!isHead || bytes == null) {
      return;
    }
    HttpContext exchange = header.getProcessingState().getHttpContext();
    Peer peer = exchange == null ? null : KnownPeers.of(exchange);
    if (exchange == null || peer == null) {
      return;
    }
    int from = bytes.position();
    int end = from + 4;
    while (end < bytes.limit()
        && !(bytes.get(end - 1) == '\n'
            && bytes.get(end - 2) == '\r'
            && bytes.get(end - 3) == '\n')) {
      end++;
    }
    byte[] head = new byte[end - from];
    bytes.get(head);
    bytes.position(from);
    RenderedHead.noteFor(context.getConnection(), bytes, ByteBuffer.wrap(head), exchange, peer);
  }
}
