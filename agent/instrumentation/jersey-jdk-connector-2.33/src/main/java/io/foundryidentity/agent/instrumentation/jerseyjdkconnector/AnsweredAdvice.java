package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import net.bytebuddy.asm.Advice;

/**
 * Reports a refusal, so that the next request has another token. The connector has no mechanism
 * that would send a request again after an answer.
 */
final class AnsweredAdvice {

  private AnsweredAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void answered(
      @Advice.FieldValue("httpRequest") Object request, @Advice.Argument(0) Object response)
      throws Throwable {
    if (KnownPeers.of(request) == null) {
      return;
    }
    int status =
        (Integer)
            MethodHandles.lookup()
                .findVirtual(response.getClass(), "getStatusCode", MethodType.methodType(int.class))
                .invokeWithArguments(response);
    RenderedHead.answered(request);
    if (AuthorizationBridge.answered(request, status)) {
      AuthorizationBridge.refused(request);
    }
  }
}
