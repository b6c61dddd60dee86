package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.AuthorizedHeaders;
import io.foundryidentity.agent.bootstrap.SelectorThread;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import jdk.internal.net.http.HttpRequestImpl;
import net.bytebuddy.asm.Advice;

/**
 * Decides on a request over HTTP/2 or HTTP/3 where its stream makes the frame with the headers, and
 * hands the value over to {@link UserHeadersAdvice}, and to {@link RestrictedHeadersAdvice}: the
 * stream asks for the headers in this method. Both kinds of streams name their fields alike.
 */
final class HeaderFrameAdvice {

  private HeaderFrameAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void decide(
      @Advice.FieldValue("request") HttpRequestImpl request,
      @Advice.FieldValue("connection") Object connection)
      throws IOException {
    URI uri = request.uri();
    TargetedRequest target =
        AuthorizationBridge.find(uri.getScheme(), uri.getHost(), uri.getPort(), uri.getRawPath());
    if (target != null) {
      boolean unused =
          target.isProvenBy(MethodHandles.lookup(), connection); // If not, it gives no value
      Duration deadline = request.timeout().orElse(null);
      target.waitAtMost(deadline == null ? 0 : deadline.toMillis());
      String authorization =
          target.authorize(
              request,
              AuthorizedHeaders.existing(request.headers().map()),
              !SelectorThread.isCurrent());
      if (authorization != null) {
        AuthorizationBridge.handOver(request, authorization);
        AuthorizationBridge.handOver(HttpClient.class, authorization);
      }
    }
  }

  /** Clears what was handed over, which must end with this method. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void clear(@Advice.FieldValue("request") HttpRequestImpl request) {
    AuthorizationBridge.take(request);
    AuthorizationBridge.take(HttpClient.class);
  }
}
