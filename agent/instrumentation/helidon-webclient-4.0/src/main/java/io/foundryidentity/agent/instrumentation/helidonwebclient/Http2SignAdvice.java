package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownSockets;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.helidon.http.ClientRequestHeaders;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.WritableHeaders;
import io.helidon.webclient.api.ClientUri;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.http2.Http2ClientStream;
import java.io.IOException;
import net.bytebuddy.asm.Advice;

/** {@link Http1SignAdvice} for HTTP/2, whose streams know the socket of their connection. */
final class Http2SignAdvice {

  private Http2SignAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.Argument(0) WebClientServiceRequest request,
      @Advice.Argument(value = 1, readOnly = false) ClientRequestHeaders headers,
      @Advice.Argument(2) Http2ClientStream stream)
      throws IOException {
    ClientUri uri = request.uri();
    TargetedRequest target =
        request.method() == Method.CONNECT
            ? null
            : AuthorizationBridge.find(
                uri.scheme(), uri.host(), uri.port(), uri.pathWithQueryAndFragment());
    if (target != null) {
      boolean unused = // If not, it gives no value
          target.isProvenBy(KnownSockets.of(stream.ctx(), uri.host(), uri.port()));
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
