package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.net.URL;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Waits for another token after a refusal, on the thread of a caller who waits for the answer.
 *
 * <p>{@link ShouldRetryAdvice} runs on event loops too and can only take what is there already.
 */
final class SendSyncAdvice {

  private SendSyncAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void await(
      @Advice.Argument(0) HttpRequest request, @Advice.Return @Nullable HttpResponse response) {
    if (response != null && response.getStatusCode() == 401) {
      URL url = request.getUrl();
      AuthorizationBridge.retry(
          request, url.getProtocol(), url.getHost(), url.getPort(), url.getPath(), true);
    }
  }
}
