package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.ktor.client.call.HttpClientCall;
import io.ktor.client.request.HttpRequest;
import io.ktor.client.request.HttpResponseData;
import io.ktor.http.URLProtocolKt;
import io.ktor.http.Url;
import net.bytebuddy.asm.Advice;

/**
 * Tells of a refusal, so that the next request has another token.
 *
 * <p>Nothing is sent again: all that Ktor has for that are coroutines between its plugins. This is
 * the first place that knows a status and its request together. Requests of other engines come here
 * too; of them nothing is remembered under their attributes.
 */
final class ResponseAdvice {

  private ResponseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void hear(
      @Advice.Argument(0) HttpClientCall call, @Advice.Argument(1) HttpResponseData response) {
    if (response.getStatusCode().getValue() == 401) {
      HttpRequest request = call.getRequest();
      Url url = request.getUrl();
      AuthorizationBridge.retry(
          request.getAttributes(),
          URLProtocolKt.isSecure(url.getProtocol()) ? "https" : "http",
          url.getHost(),
          url.getPort(),
          url.getEncodedPath(),
          false);
    }
  }
}
