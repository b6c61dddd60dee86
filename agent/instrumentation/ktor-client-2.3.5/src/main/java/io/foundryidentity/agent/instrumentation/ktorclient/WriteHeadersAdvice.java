package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.ktor.client.plugins.HttpSend;
import io.ktor.client.request.HttpRequestData;
import io.ktor.http.HeadersBuilder;
import io.ktor.http.URLProtocolKt;
import io.ktor.http.Url;
import io.ktor.util.AttributeKey;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Lets an authorized copy of the request be written, if the connection's other end is the target.
 *
 * <p>What is sent is remembered with the request's builder, which {@link SenderAdvice} finds again.
 */
final class WriteHeadersAdvice {

  private WriteHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.Argument(value = 0, readOnly = false) @Nullable HttpRequestData request,
      @Advice.Argument(1) Object output)
      throws IOException {
    if (request == null || KnownPeers.of(request) == Peer.NOBODY) {
      return; // The coroutine continues after a suspension, or no token may be sent
    }
    Url url = request.getUrl();
    TargetedRequest target =
        AuthorizationBridge.find(
            URLProtocolKt.isSecure(url.getProtocol()) ? "https" : "http",
            url.getHost(),
            url.getPort(),
            url.getEncodedPath());
    if (target == null) {
      return;
    }
    boolean unused = target.isProvenBy(KnownPeers.of(output)); // If not, it gives no value
    Object builder = request.getAttributes().getOrNull((AttributeKey<?>) HttpSend.Plugin.getKey());
    String authorization =
        target.authorize(
            builder == null ? request.getAttributes() : builder,
            request.getHeaders().get("Authorization"),
            false);
    if (authorization != null) {
      HeadersBuilder authorized = new HeadersBuilder(8);
      authorized.appendAll(request.getHeaders());
      for (String keyHeader : AuthorizationBridge.keyHeaders()) {
        authorized.remove(keyHeader);
      }
      authorized.set("Authorization", authorization);
      request =
          new HttpRequestData(
              url,
              request.getMethod(),
              authorized.build(),
              request.getBody(),
              request.getExecutionContext(),
              request.getAttributes());
    }
  }
}
