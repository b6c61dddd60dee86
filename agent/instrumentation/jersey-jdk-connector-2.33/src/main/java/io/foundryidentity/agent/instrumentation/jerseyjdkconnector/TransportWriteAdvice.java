package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import net.bytebuddy.asm.Advice;

/**
 * Writes an authorized copy of a request's head to a channel without TLS, if its other end is the
 * target. The method calls itself for what a write has left over; that is no head any more.
 */
final class TransportWriteAdvice {

  private TransportWriteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.FieldValue("socketChannel") AsynchronousSocketChannel channel,
      @Advice.Argument(value = 0, readOnly = false) ByteBuffer data)
      throws IOException {
    RenderedHead head = RenderedHead.of(data);
    if (head != null && head.length() == data.remaining()) {
      SocketAddress remote = channel.getRemoteAddress();
      if (remote instanceof InetSocketAddress) {
        InetSocketAddress end = (InetSocketAddress) remote;
        byte[] authorized =
            head.authorized(data, Peer.direct(end.getAddress().getHostAddress(), end.getPort()));
        if (authorized != null) {
          data = ByteBuffer.wrap(authorized);
        }
      }
    }
  }
}
