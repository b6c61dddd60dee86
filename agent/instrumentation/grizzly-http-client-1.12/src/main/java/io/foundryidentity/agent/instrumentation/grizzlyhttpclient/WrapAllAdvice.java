package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.ssl.SSLConnectionContext;

/**
 * Encrypts an authorized copy of a request's head, if the session's certificate is for the target.
 * The client keeps what it has to write until the handshake is over.
 *
 * <p>Grizzly uses its buffers again. So a note counts once, and only on its own connection.
 */
final class WrapAllAdvice {

  private WrapAllAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.Argument(0) FilterChainContext context, @Advice.Argument(1) SSLConnectionContext tls)
      throws IOException {
    Object message = context.getMessage();
    RenderedHead head =
        message == null ? null : RenderedHead.takeOf(message, context.getConnection());
    if (head != null) {
      Buffer data = (Buffer) message;
      int from = data.position();
      byte[] own = new byte[head.length()];
      data.get(own);
      byte[] authorized = head.authorized(ByteBuffer.wrap(own), tls.getSslEngine().getSession());
      if (authorized == null) {
        data.position(from);
      } else {
        Buffer copy = Buffers.wrap(context.getMemoryManager(), authorized);
        context.setMessage(
            data.hasRemaining()
                ? Buffers.appendBuffers(context.getMemoryManager(), copy, data)
                : copy);
      }
    }
  }
}
