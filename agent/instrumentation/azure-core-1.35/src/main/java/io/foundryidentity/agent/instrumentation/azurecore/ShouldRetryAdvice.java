package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpResponse;
import io.foundryidentity.agent.bootstrap.LayeredRequest;
import net.bytebuddy.asm.Advice;

/**
 * Makes the retry policy send a refused request once more, whatever its strategy says about a 401
 * and however many tries it allows.
 *
 * <p>Only after the first try: the policy makes a new request for each try, so only its count shows
 * which one is a retry.
 */
final class ShouldRetryAdvice {

  private ShouldRetryAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(1) HttpResponse response,
      @Advice.Argument(2) int tries,
      @Advice.Return(readOnly = false) boolean again) {
    if (LayeredRequest.answered(response.getRequest(), response.getStatusCode())
        && tries == 0
        && !again) {
      again = LayeredRequest.retry(response.getRequest());
    }
  }
}
