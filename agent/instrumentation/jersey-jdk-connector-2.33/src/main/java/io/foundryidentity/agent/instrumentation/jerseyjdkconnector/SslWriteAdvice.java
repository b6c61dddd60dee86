package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import net.bytebuddy.asm.Advice;

/**
 * Encrypts an authorized copy of a request's head, if the session's certificate is for the target.
 * The client writes none before the handshake is over.
 */
final class SslWriteAdvice {

  private SslWriteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.FieldValue("sslEngine") SSLEngine engine,
      @Advice.Argument(value = 0, readOnly = false) ByteBuffer data)
      throws IOException {
    RenderedHead head = RenderedHead.of(data);
    if (head != null && head.length() == data.remaining()) {
      byte[] authorized = head.authorized(data, engine.getSession());
      if (authorized != null) {
        data = ByteBuffer.wrap(authorized);
      }
    }
  }
}
