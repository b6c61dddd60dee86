package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends a refused request once more, as OkHttp does for an authenticator.
 *
 * <p>A follow-up of OkHttp's own or of the application's authenticator stays. From 3.14 on OkHttp
 * itself does not send a one-shot body twice. Earlier versions mark the one body that they cannot
 * repeat with an interface, which not every version has; for such a body a follow-up would fail the
 * call.
 */
final class FollowUpRequestAdvice {

  private FollowUpRequestAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(0) Response response,
      @Advice.Return(readOnly = false) @Nullable Request followUp) {
    Request sent = response.networkResponse() == null ? null : response.networkResponse().request();
    if (sent != null && AuthorizationBridge.answered(sent, response.code())) {
      Response prior = response.priorResponse();
      boolean first = followUp == null && (prior == null || prior.code() != 401);
      if (first && sent.body() != null) {
        for (Class<?> mark : sent.body().getClass().getInterfaces()) {
          first &= !mark.getName().endsWith(".internal.http.UnrepeatableRequestBody");
        }
      }
      // Reported in any case: the next request needs another token
      if (AuthorizationBridge.retry(sent, first) && first) {
        followUp = response.request().newBuilder().build();
      }
    }
  }
}
