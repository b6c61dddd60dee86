package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.AuthorizedHeaders;
import io.foundryidentity.agent.bootstrap.SelectorThread;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.time.Duration;
import jdk.internal.net.http.HttpRequestImpl;
import net.bytebuddy.asm.Advice;

/**
 * Replaces the headers of a request over HTTP/1.1 right before they are written. The connection is
 * complete then, so it can be proven.
 */
final class CollectHeadersAdvice {

  private CollectHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.FieldValue("request") HttpRequestImpl request,
      @Advice.FieldValue("connection") Object connection,
      @Advice.FieldValue(value = "userHeaders", readOnly = false) HttpHeaders headers)
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
              request, AuthorizedHeaders.existing(headers.map()), !SelectorThread.isCurrent());
      if (authorization != null) {
        headers =
            HttpHeaders.of(
                AuthorizedHeaders.of(headers.map(), authorization), AuthorizedHeaders.ALL);
        AuthorizationBridge.handOver(HttpClient.class, authorization);
      }
    }
  }

  /** Clears the note for {@link RestrictedHeadersAdvice}, which must end with this method. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void clear() {
    AuthorizationBridge.take(HttpClient.class);
  }
}
