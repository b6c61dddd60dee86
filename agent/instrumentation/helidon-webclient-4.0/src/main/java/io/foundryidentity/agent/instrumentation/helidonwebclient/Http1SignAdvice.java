package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownSockets;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.helidon.http.ClientRequestHeaders;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.WritableHeaders;
import io.helidon.webclient.api.ClientConnection;
import io.helidon.webclient.api.ClientUri;
import io.helidon.webclient.api.WebClientServiceRequest;
import java.io.IOException;
import net.bytebuddy.asm.Advice;

/**
 * Lets a chain write an authorized copy of the headers; those that the application and its services
 * can see stay as they were. As a sensitive header the token is masked in Helidon's own logs.
 *
 * <p>The connection's socket proves where the request goes: an application may give a request a
 * connection to any server, and a proxy or a unix socket may carry it.
 */
final class Http1SignAdvice {

  private Http1SignAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.Argument(0) ClientConnection connection,
      @Advice.Argument(1) WebClientServiceRequest request,
      @Advice.Argument(value = 2, readOnly = false) ClientRequestHeaders headers)
      throws IOException {
    ClientUri uri = request.uri();
    TargetedRequest target =
        request.method() == Method.CONNECT
            ? null
            : AuthorizationBridge.find(
                uri.scheme(), uri.host(), uri.port(), uri.pathWithQueryAndFragment());
    if (target != null) {
      boolean unused = // If not, it gives no value
          target.isProvenBy(KnownSockets.of(connection.helidonSocket(), uri.host(), uri.port()));
      String authorization =
          target.authorize(request, headers.first(HeaderNames.AUTHORIZATION).orElse(null), false);
      if (authorization != null) {
        ClientRequestHeaders authorized =
            ClientRequestHeaders.create(WritableHeaders.create(headers));
        for (String keyHeader : AuthorizationBridge.keyHeaders()) {
          authorized.remove(HeaderNames.create(keyHeader));
        }
        authorized.set(HeaderValues.create(HeaderNames.AUTHORIZATION, true, true, authorization));
        headers = authorized;
      }
    }
  }
}
