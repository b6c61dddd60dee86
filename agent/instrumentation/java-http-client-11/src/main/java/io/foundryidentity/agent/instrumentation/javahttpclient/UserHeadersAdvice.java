package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.AuthorizedHeaders;
import io.foundryidentity.agent.bootstrap.SelectorThread;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Gives a stream of HTTP/2 or HTTP/3 the authorized headers that {@link HeaderFrameAdvice} has
 * decided on.
 *
 * <p>Over HTTP/1.1 the headers are read before there is a connection, so here the request only
 * waits for its token; {@link CollectHeadersAdvice} decides. A CONNECT's URI has the scheme {@code
 * socket}.
 */
final class UserHeadersAdvice {

  private UserHeadersAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void authorize(
      @Advice.This Object request,
      @Advice.FieldValue("uri") URI uri,
      @Advice.FieldValue("timeout") @Nullable Duration deadline,
      @Advice.Return(readOnly = false) HttpHeaders headers)
      throws IOException {
    TargetedRequest target =
        AuthorizationBridge.find(uri.getScheme(), uri.getHost(), uri.getPort(), uri.getRawPath());
    if (target == null) {
      return;
    }
    CharSequence authorization = AuthorizationBridge.take(request);
    if (authorization != null) {
      headers =
          HttpHeaders.of(
              AuthorizedHeaders.of(headers.map(), authorization.toString()), AuthorizedHeaders.ALL);
    } else {
      target.waitAtMost(deadline == null ? 0 : deadline.toMillis());
      target.prepare(AuthorizedHeaders.existing(headers.map()), !SelectorThread.isCurrent());
    }
  }
}
