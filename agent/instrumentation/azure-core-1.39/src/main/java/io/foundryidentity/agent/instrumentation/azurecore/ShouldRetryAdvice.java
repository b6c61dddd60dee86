package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * Lets the retry policy send a refused request once more, whatever its strategy thinks of a 401.
 *
 * <p>Only the first try: the policy makes a new request for each, so its count is what tells a
 * retry. With retries of its own it has made the body repeatable; without, the body says itself
 * whether it is.
 */
final class ShouldRetryAdvice {

  private ShouldRetryAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.Argument(1) HttpResponse response,
      @Advice.Argument(2) int tries,
      @Advice.Return(readOnly = false) boolean again) {
    if (response.getStatusCode() == 401 && !again) {
      HttpRequest sent = response.getRequest();
      URL url = sent.getUrl();
      BinaryData body = sent.getBodyAsBinaryData();
      boolean first = tries == 0 && (body == null || body.isReplayable());
      // The refusal is told in any case: the next request needs a better token
      if (AuthorizationBridge.retry(
              sent, url.getProtocol(), url.getHost(), url.getPort(), url.getPath(), false)
          && first) {
        AuthorizationBridge.markRefused(sent);
        again = true;
      }
    }
  }
}
