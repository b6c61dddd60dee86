package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpResponse;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.time.Duration;
import net.bytebuddy.asm.Advice;

/**
 * Removes the delay before the retry that {@link ShouldRetryAdvice} asked for. Before 1.46 the
 * policy does not call this method for synchronous calls; they wait as long as its strategy says.
 */
final class DelayAdvice {

  private DelayAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void spare(
      @Advice.Argument(0) HttpResponse response, @Advice.Return(readOnly = false) Duration delay) {
    if (response.getStatusCode() == 401 && AuthorizationBridge.wasRefused(response.getRequest())) {
      delay = Duration.ZERO;
    }
  }
}
