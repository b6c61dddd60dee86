package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.AuthorizedHeaders;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpHeaders;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Answers with signed headers where the client asks what to write.
 *
 * <p>The URI's host is the one that TLS verifies. A CONNECT has a URI of the scheme {@code socket}.
 */
final class UserHeadersAdvice {

  private UserHeadersAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void sign(
      @Advice.This Object request,
      @Advice.FieldValue("uri") URI uri,
      @Advice.FieldValue("proxy") @Nullable Proxy proxy,
      @Advice.Return(readOnly = false) HttpHeaders headers)
      throws IOException {
    boolean direct = proxy == null || proxy.type() == Proxy.Type.DIRECT;
    if (direct || "https".equalsIgnoreCase(uri.getScheme())) {
      String authorization =
          AuthorizationBridge.authorize(
              request,
              uri.getScheme(),
              uri.getHost(),
              uri.getPort(),
              uri.getRawPath(),
              headers.firstValue("Authorization").orElse(null),
              !Thread.currentThread().getClass().getName().endsWith("$SelectorManager"));
      if (authorization != null) {
        headers =
            HttpHeaders.of(
                AuthorizedHeaders.of(headers.map(), authorization), AuthorizedHeaders.ALL);
      }
    }
  }
}
