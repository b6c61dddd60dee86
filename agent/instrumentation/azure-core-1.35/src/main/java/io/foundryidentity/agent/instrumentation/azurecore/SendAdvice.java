package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpRequest;
import com.azure.core.util.BinaryData;
import io.foundryidentity.agent.bootstrap.LayeredRequest;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * Notes a request that its transport passes to the stack below; the request itself stays as it is.
 *
 * <p>A request whose body cannot be repeated is not noted, so its refusal has no effect here. If
 * the policy has retries of its own, it has made the body repeatable before.
 */
final class SendAdvice {

  private SendAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(@Advice.Argument(0) HttpRequest request) {
    BinaryData body = request.getBodyAsBinaryData();
    if (body == null || body.isReplayable()) {
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
