package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends a refused request once more, as OkHttp does for an authenticator.
 *
 * <p>A follow-up of OkHttp's own or of the application's authenticator stays. From 3.14 on OkHttp
 * itself does not send a one-shot body twice. Before, the one body that it cannot repeat is marked
 * by an interface that not every version has; there a follow-up would fail the call.
 */
final class FollowUpRequestAdvice {

  private FollowUpRequestAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(0) Response response,
      @Advice.Return(readOnly = false) @Nullable Request followUp) {
    if (response.isSuccessful() && response.networkResponse() != null) {
      AuthorizationBridge.answered(response.networkResponse().request());
    }
    if (response.code() == 403 && response.networkResponse() != null) {
      AuthorizationBridge.forbidden(response.networkResponse().request());
    }
    if (response.code() == 401 && response.networkResponse() != null) {
      Request sent = response.networkResponse().request();
      HttpUrl url = sent.url();
      Response prior = response.priorResponse();
      boolean first = followUp == null && (prior == null || prior.code() != 401);
      if (first && sent.body() != null) {
        for (Class<?> mark : sent.body().getClass().getInterfaces()) {
          first &= !mark.getName().endsWith(".internal.http.UnrepeatableRequestBody");
        }
      }
      // The refusal is told in any case: the next request needs a better token
      if (AuthorizationBridge.retry(
              sent, url.scheme(), url.host(), url.port(), url.encodedPath(), first)
          && first) {
        followUp = response.request().newBuilder().build();
      }
    }
  }
}
