package io.foundryidentity.agent.instrumentation.okhttp2;

import com.squareup.okhttp.Request;
import com.squareup.okhttp.RequestBody;
import com.squareup.okhttp.Response;
import com.squareup.okhttp.internal.http.HttpEngine;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.net.URL;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Sends a refused request once more, as OkHttp does for an authenticator.
 *
 * <p>A follow-up of OkHttp's own or of the application's authenticator stays. A body of OkHttp 2
 * cannot say whether it may be written twice: those of {@code RequestBody.create}, which are
 * anonymous classes in there, may; others do not, nor what a caller streams into the engine itself
 * ({@code okhttp-urlconnection}).
 */
final class FollowUpRequestAdvice {

  private FollowUpRequestAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.This HttpEngine engine,
      @Advice.FieldValue("userResponse") Response response,
      @Advice.FieldValue("requestBodyOut") @Nullable Object streamed,
      @Advice.Return(readOnly = false) @Nullable Request followUp) {
    if (response.isSuccessful()) {
      AuthorizationBridge.answered(engine);
    }
    if (response.code() == 403 && response.networkResponse() != null) {
      AuthorizationBridge.forbidden(engine);
    }
    if (response.code() == 401 && response.networkResponse() != null) {
      URL url = response.networkResponse().request().url();
      RequestBody body = response.request().body();
      Response prior = response.priorResponse();
      boolean first =
          followUp == null
              && (prior == null || prior.code() != 401)
              && streamed == null
              && (body == null || body.getClass().getEnclosingClass() == RequestBody.class);
      // The refusal is told in any case: the next request needs a better token
      if (AuthorizationBridge.retry(
              engine, url.getProtocol(), url.getHost(), url.getPort(), url.getPath(), first)
          && first) {
        followUp = response.request().newBuilder().build();
      }
    }
  }
}
