package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpResponse;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.LayeredRequest;
import net.bytebuddy.asm.Advice;

/**
 * Has the retry policy send a refused request once more, whatever its strategy thinks of a 401 and
 * however many tries it allows.
 *
 * <p>The first try alone: the policy makes a new request for each, and its count is what tells a
 * retry.
 */
final class ShouldRetryAdvice {

  private ShouldRetryAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(1) HttpResponse response,
      @Advice.Argument(2) int tries,
      @Advice.Return(readOnly = false) boolean again) {
    if (response.getStatusCode() / 100 == 2) {
      AuthorizationBridge.answered(response.getRequest());
    }
    if (tries == 0 && !again && response.getStatusCode() == 401) {
      again = LayeredRequest.retry(response.getRequest());
    }
  }
}
