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

  /** Read first: if a tunnel fails that the JDK opens once more, this field has the CONNECT. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable MessageHeader sent(
      @Advice.FieldValue("requests") @Nullable MessageHeader requests) {
    return requests;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void tell(
      @Advice.Argument(0) MessageHeader response,
      @Advice.Enter @Nullable MessageHeader sent,
      @Advice.FieldValue("streaming") boolean streamed,
      @Advice.Thrown @Nullable Throwable failure) {
    if (sent == null) {
      return;
    }
    String line = failure == null ? response.getValue(0) : null;
    if (line == null || line.length() < 12 || !line.startsWith("HTTP/1.")) {
      Object unused = AuthorizationBridge.takeObject(sent); // There is no answer to judge
      return;
    }
    int status =
        (line.charAt(9) - '0') * 100 + (line.charAt(10) - '0') * 10 + (line.charAt(11) - '0');
    if (AuthorizationBridge.ended(sent, status)) {
      if (streamed) {
        AuthorizationBridge.refused(sent);
      } else {
        AuthorizationBridge.markRefused(sent);
      }
    }
  }
}
