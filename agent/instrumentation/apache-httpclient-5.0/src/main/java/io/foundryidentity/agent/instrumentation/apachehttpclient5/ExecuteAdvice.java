package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reports a refusal that does not reach {@link RetryAdvice}: after a body that cannot be repeated,
 * and in minimal clients. The next request then has another token.
 */
final class ExecuteAdvice {

  private ExecuteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void begin(@Advice.Argument(0) @Nullable ClassicHttpRequest request) {
    if (request != null) {
      AuthorizationBridge.begin(request);
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void answered(
      @Advice.Argument(0) @Nullable ClassicHttpRequest request,
      @Advice.Return @Nullable ClassicHttpResponse response) {
    if (request != null
        && AuthorizationBridge.ended(request, response == null ? 0 : response.getCode())) {
      AuthorizationBridge.refused(request);
    }
  }
}
