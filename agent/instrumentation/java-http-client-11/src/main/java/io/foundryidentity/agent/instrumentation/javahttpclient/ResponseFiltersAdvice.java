package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.LayeredRequest;
import io.foundryidentity.agent.bootstrap.SelectorThread;
import java.net.http.HttpRequest.BodyPublisher;
import jdk.internal.net.http.HttpRequestImpl;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Sends a refused request once more, as the client's own authentication filter does.
 *
 * <p>Only if the body is certain to be the same the second time: no body, or one that the JDK's own
 * publishers hold in memory or in a file. The client would subscribe twice to any publisher, and
 * one that reads a stream sends nothing the second time. A client on top of this one may know
 * better.
 */
final class ResponseFiltersAdvice {

  private ResponseFiltersAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.FieldValue("currentreq") HttpRequestImpl sent,
      @Advice.Return(readOnly = false) @Nullable HttpRequestImpl next) {
    if (next == null && AuthorizationBridge.wasRefused(sent)) {
      BodyPublisher body = sent.bodyPublisher().orElse(null);
      String kind = body == null ? "$EmptyPublisher" : body.getClass().getName();
      boolean repeatable =
          kind.endsWith("$EmptyPublisher")
              || kind.equals("jdk.internal.net.http.RequestPublishers$StringPublisher")
              || kind.equals("jdk.internal.net.http.RequestPublishers$ByteArrayPublisher")
              || kind.equals("jdk.internal.net.http.RequestPublishers$FilePublisher");
      boolean mayWait = repeatable && !SelectorThread.isCurrent();
      if (AuthorizationBridge.retry(sent, mayWait) && repeatable) {
        next = HttpRequestImpl.newInstanceForAuthentication(sent);
        AuthorizationBridge.markRetry(next);
      }
      if (!repeatable) {
        LayeredRequest.refused(sent);
      }
    }
  }
}
