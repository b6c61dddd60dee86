package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.AuthorizedHeaders;
import io.foundryidentity.agent.bootstrap.SelectorThread;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import jdk.internal.net.http.HttpRequestImpl;
import net.bytebuddy.asm.Advice;

/**
 * Lets a request that may go out over HTTP/3 wait for its token before it has a connection.
 *
 * <p>A QUIC connection is closed when it was silent for as long as either side allows, also while a
 * request on it waits, and the client keeps only connections without a request open.
 */
final class EstablishExchangeAdvice {

  private EstablishExchangeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void await(
      @Advice.FieldValue("request") HttpRequestImpl request,
      @Advice.FieldValue("client") HttpClient client)
      throws IOException {
    URI uri = request.uri();
    TargetedRequest target =
        AuthorizationBridge.find(uri.getScheme(), uri.getHost(), uri.getPort(), uri.getRawPath());
    if (target != null && request.version().orElse(client.version()).name().equals("HTTP_3")) {
      Duration deadline = request.timeout().orElse(null);
      target.waitAtMost(deadline == null ? 0 : deadline.toMillis());
      target.prepare(
          AuthorizedHeaders.existing(request.headers().map()), !SelectorThread.isCurrent());
    }
  }
}
