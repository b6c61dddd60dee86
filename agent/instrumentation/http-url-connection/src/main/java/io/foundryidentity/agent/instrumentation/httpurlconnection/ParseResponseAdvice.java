package io.foundryidentity.agent.instrumentation.httpurlconnection;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import sun.net.www.MessageHeader;

/**
 * Reports each answer. A refusal is noted for {@link FollowRedirectAdvice} or {@link
 * WriteRequestsAdvice}, unless the body was streamed: then the JDK never sends it again.
 */
final class ParseResponseAdvice {

  private ParseResponseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void tell(
      @Advice.Argument(0) MessageHeader response,
      @Advice.FieldValue("requests") @Nullable MessageHeader sent,
      @Advice.FieldValue("streaming") boolean streamed) {
    String line = response.getValue(0);
    if (sent != null && line != null && line.length() >= 12 && line.startsWith("HTTP/1.")) {
      int status =
          (line.charAt(9) - '0') * 100 + (line.charAt(10) - '0') * 10 + (line.charAt(11) - '0');
      if (AuthorizationBridge.answered(sent, status)) {
        if (streamed) {
          AuthorizationBridge.refused(sent);
        } else {
          AuthorizationBridge.markRefused(sent);
        }
      }
    }
  }
}
