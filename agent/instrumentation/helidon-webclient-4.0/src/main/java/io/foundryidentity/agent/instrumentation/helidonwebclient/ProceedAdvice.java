package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.ClientUri;
import io.helidon.webclient.api.FullClientRequest;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Does what must be done before a connection is taken: waits for a token. The failure policy's
 * exception becomes Helidon's own kind, and there is no connection to give back.
 *
 * <p>If the application set the request's connection, that connection still holds the unread answer
 * when a 401 comes, so such a request is not sent again.
 */
final class ProceedAdvice {

  private ProceedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable IOException prepare(
      @Advice.Argument(0) WebClientServiceRequest request,
      @Advice.FieldValue("originalRequest") FullClientRequest<?> original) {
    ClientUri uri = request.uri();
    boolean secure = "https".equals(uri.scheme());
    String host = uri.host();
    // Without TLS only such hosts can be targets, so most other requests need no look-up
    TargetedRequest target =
        secure || host.startsWith("127.") || host.startsWith("[")
            ? AuthorizationBridge.find(
                uri.scheme(), host, uri.port(), uri.pathWithQueryAndFragment())
            : null;
    if (target == null) {
      // A service may have sent the same object to a target before
      AuthorizationBridge.forget(request);
      return null;
    }
    if (original.connection().isPresent()) {
      AuthorizationBridge.markUnrepeatable(request);
    }
    try {
      target.prepare(request.headers().first(HeaderNames.AUTHORIZATION).orElse(null), true);
      return null;
    } catch (IOException policy) {
      return policy;
    }
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void end(
      @Advice.Enter @Nullable IOException policy,
      @Advice.Argument(0) WebClientServiceRequest request,
      @Advice.Return @Nullable WebClientServiceResponse response,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (policy != null) {
      thrown = new UncheckedIOException(policy.getMessage(), policy);
    } else if (response != null
        && AuthorizationBridge.answered(request, response.status().code())) {
      AuthorizationBridge.refused(request);
    }
  }
}
