package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * Remembers with a request the token that its HTTP stack is about to send.
 *
 * <p>The request itself stays as it is. Where there is no token yet, nothing is remembered, and
 * whether that is a failure is for the stack to say: it may hold the request until one is there.
 */
final class SendAdvice {

  private SendAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void remember(@Advice.Argument(0) HttpRequest request) {
    URL url = request.getUrl();
    String existing = request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION);
    try {
      AuthorizationBridge.authorize(
          request, url.getProtocol(), url.getHost(), url.getPort(), url.getPath(), existing, false);
    } catch (FailurePolicyException noToken) {
      return;
    }
  }
}
