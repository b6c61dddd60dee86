package io.foundryidentity.agent.instrumentation.okhttp2;

import com.squareup.okhttp.Request;
import com.squareup.okhttp.RequestBody;
import com.squareup.okhttp.Response;
import com.squareup.okhttp.internal.http.HttpEngine;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Sends a refused request once more, as OkHttp does for an authenticator.
 *
 * <p>A follow-up of OkHttp's own or of the application's authenticator stays. A body of OkHttp 2
 * does not say whether it may be written twice. Those of {@code RequestBody.create}, which are
 * anonymous classes in {@code RequestBody}, may be; others are not sent again, nor is what a caller
 * streams into the engine itself ({@code okhttp-urlconnection}).
 */
final class FollowUpRequestAdvice {

  private FollowUpRequestAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.This HttpEngine engine,
      @Advice.FieldValue("userResponse") Response response,
      @Advice.FieldValue("requestBodyOut") @Nullable Object streamed,
      @Advice.Return(readOnly = false) @Nullable Request followUp) {
    if (response.networkResponse() != null
        && AuthorizationBridge.answered(engine, response.code())) {
      RequestBody body = response.request().body();
      Response prior = response.priorResponse();
      boolean first =
          followUp == null
              && (prior == null || prior.code() != 401)
              && streamed == null
              && (body == null || body.getClass().getEnclosingClass() == RequestBody.class);
      // Reported in any case: the next request needs another token
      if (AuthorizationBridge.retry(engine, first) && first) {
        followUp = response.request().newBuilder().build();
      }
    }
  }
}
