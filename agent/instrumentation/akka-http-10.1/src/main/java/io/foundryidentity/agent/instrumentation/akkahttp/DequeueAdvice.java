package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.stream.TLSProtocol.SendBytes;
import akka.util.ByteString;
import io.foundryidentity.agent.bootstrap.HeadHandover;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import net.bytebuddy.asm.Advice;

/**
 * Gives TLS an authorized copy of a request's head, if the session's certificate is for the target.
 * What the client sends is kept back until the handshake is over, so the session is there.
 */
final class DequeueAdvice {

  private DequeueAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void authorize(@Advice.This Object input, @Advice.Return(readOnly = false) Object element)
      throws IOException {
    if (element instanceof SendBytes) {
      ByteString bytes = ((SendBytes) element).bytes();
      RenderedHead head = RenderedHead.of(bytes);
      SSLEngine engine = HeadHandover.engine(input);
      if (head != null && engine != null) {
        byte[] authorized =
            head.authorized(bytes.take(head.length()).asByteBuffer(), engine.getSession());
        if (authorized != null) {
          element =
              new SendBytes(ByteString.fromArray(authorized).concat(bytes.drop(head.length())));
        }
      }
    }
  }
}
