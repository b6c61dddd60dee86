package io.foundryidentity.agent.instrumentation.javawebsocket;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;

/**
 * Reports the answer to a handshake by the status line with which its bytes begin. The client takes
 * each status but 101 for a broken handshake, so the next one has another token after a refusal.
 *
 * <p>A server's side runs this method too: a request has no such line.
 */
final class AnsweredAdvice {

  private AnsweredAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void answered(@Advice.This Object engine, @Advice.Argument(0) ByteBuffer bytes) {
    int from = bytes.position();
    if (bytes.remaining() < 12 || bytes.get(from) != 'H' || bytes.get(from + 8) != ' ') {
      return;
    }
    int status = 0;
    for (int i = from + 9; i < from + 12; i++) {
      status = status * 10 + (bytes.get(i) - '0');
    }
    if (status == 101) {
      AuthorizationBridge.forgetSent(engine); // The session lives long
    } else if (AuthorizationBridge.answered(engine, status)) {
      AuthorizationBridge.refused(engine);
    }
  }
}
