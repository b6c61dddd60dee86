package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import net.bytebuddy.asm.Advice;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * Writes an authorized copy of a request's head to a channel without TLS, if its other end is the
 * target. What TLS has encrypted is another buffer, which has no note.
 */
final class TransportWriteAdvice {

  private TransportWriteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(@Advice.Argument(0) FilterChainContext context) throws IOException {
    Object message = context.getMessage();
    Connection<?> connection = context.getConnection();
    RenderedHead head = message == null ? null : RenderedHead.takeOf(message, connection);
    if (head != null && connection instanceof NIOConnection) {
      SelectableChannel channel = ((NIOConnection) connection).getChannel();
      SocketAddress remote =
          channel instanceof SocketChannel ? ((SocketChannel) channel).getRemoteAddress() : null;
      if (remote instanceof InetSocketAddress) {
        InetSocketAddress end = (InetSocketAddress) remote;
        Buffer data = (Buffer) message;
        int from = data.position();
        byte[] own = new byte[head.length()];
        data.get(own);
        byte[] authorized =
            head.authorized(
                ByteBuffer.wrap(own),
                Peer.direct(end.getAddress().getHostAddress(), end.getPort()));
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
}
