package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** {@link FollowUpRequestAdvice} for OkHttp 3.0 to 3.3, whose engine keeps the response itself. */
final class EngineFollowUpRequestAdvice {

  private EngineFollowUpRequestAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.FieldValue("userResponse") Response response,
      @Advice.Return(readOnly = false) @Nullable Request followUp) {
    Request sent = response.networkResponse() == null ? null : response.networkResponse().request();
    if (sent != null && AuthorizationBridge.answered(sent, response.code())) {
      Response prior = response.priorResponse();
      boolean first = followUp == null && (prior == null || prior.code() != 401);
      if (AuthorizationBridge.retry(sent, first) && first) {
        followUp = response.request().newBuilder().build();
      }
    }
  }
}
