package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import okhttp3.HttpUrl;
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
      if (AuthorizationBridge.retry(
              sent, url.scheme(), url.host(), url.port(), url.encodedPath(), first)
          && first) {
        followUp = response.request().newBuilder().build();
      }
    }
  }
}
