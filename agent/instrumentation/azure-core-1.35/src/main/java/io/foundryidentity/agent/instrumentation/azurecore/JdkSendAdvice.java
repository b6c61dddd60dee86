package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpRequest;
import com.azure.core.util.BinaryData;
import io.foundryidentity.agent.bootstrap.LayeredRequest;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * {@link SendAdvice} for the JDK's client, which itself sends a refused request without a body
 * again: only requests with a body are noted.
 */
final class JdkSendAdvice {

  private JdkSendAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(@Advice.Argument(0) HttpRequest request) {
    BinaryData body = request.getBodyAsBinaryData();
    Long length = body == null ? Long.valueOf(0) : body.getLength();
    if (body != null && body.isReplayable() && (length == null || length > 0)) {
      URL url = request.getUrl();
      LayeredRequest.given(
          request,
          url.getProtocol(),
          url.getHost(),
          url.getPort(),
          url.getPath(),
          request.getHeaders().getValue("Authorization"));
    }
  }
}
