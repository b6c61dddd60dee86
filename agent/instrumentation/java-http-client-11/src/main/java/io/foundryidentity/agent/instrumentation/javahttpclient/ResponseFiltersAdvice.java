package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.LayeredRequest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import jdk.internal.net.http.HttpRequestImpl;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Sends a refused request once more, as the client's own authentication filter does.
 *
 * <p>Only with a body that is certain to come out the same again: none, or one that the JDK's own
 * publishers hold in memory or in a file. The client would ask any publisher twice, and one that
 * reads a stream answers the second time with nothing. A client on top of this one may know better.
 */
final class ResponseFiltersAdvice {

  private ResponseFiltersAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.FieldValue("currentreq") HttpRequestImpl sent,
      @Advice.Return(readOnly = false) @Nullable HttpRequestImpl next) {
    if (next == null && AuthorizationBridge.wasRefused(sent)) {
      URI uri = sent.uri();
      BodyPublisher body = sent.bodyPublisher().orElse(null);
      String kind = body == null ? "$EmptyPublisher" : body.getClass().getName();
      boolean repeatable =
          kind.endsWith("$EmptyPublisher")
              || kind.equals("jdk.internal.net.http.RequestPublishers$StringPublisher")
              || kind.equals("jdk.internal.net.http.RequestPublishers$ByteArrayPublisher")
              || kind.equals("jdk.internal.net.http.RequestPublishers$FilePublisher");
      boolean mayWait =
          repeatable && !Thread.currentThread().getClass().getName().endsWith("$SelectorManager");
      if (AuthorizationBridge.retry(
              sent, uri.getScheme(), uri.getHost(), uri.getPort(), uri.getRawPath(), mayWait)
          && repeatable) {
        next = HttpRequestImpl.newInstanceForAuthentication(sent);
        AuthorizationBridge.markRetry(next);
      }
      if (!repeatable) {
        LayeredRequest.refused(sent);
      }
    }
  }
}
