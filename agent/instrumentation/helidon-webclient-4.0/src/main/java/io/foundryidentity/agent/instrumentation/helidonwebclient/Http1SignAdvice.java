package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
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
 * Lets a chain write a signed copy of the headers; those that the application and its services can
 * see stay as they were. As a sensitive header the token is masked in Helidon's own logs.
 *
 * <p>A {@link PlainSocket} is no unix socket; without TLS that has to be known.
 */
final class Http1SignAdvice {

  private Http1SignAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(
      @Advice.Argument(0) ClientConnection connection,
      @Advice.Argument(1) WebClientServiceRequest request,
      @Advice.Argument(value = 2, readOnly = false) ClientRequestHeaders headers)
      throws IOException {
    ClientUri uri = request.uri();
    HelidonSocket socket = connection.helidonSocket();
    if (request.method() != Method.CONNECT
        && ("https".equals(uri.scheme())
            ? AuthorizationBridge.isSecure(socket, uri.host() + ":" + uri.port())
            : AuthorizationBridge.isDirect(request)
                && socket instanceof PlainSocket
                && !socket.isSecure())) {
      String authorization =
          AuthorizationBridge.authorize(
              request,
              uri.scheme(),
              uri.host(),
              uri.port(),
              uri.pathWithQueryAndFragment(),
              headers.first(HeaderNames.AUTHORIZATION).orElse(null),
              false);
      if (authorization != null) {
        ClientRequestHeaders signed = ClientRequestHeaders.create(WritableHeaders.create(headers));
        for (String keyHeader : AuthorizationBridge.keyHeaders()) {
          signed.remove(HeaderNames.create(keyHeader));
        }
        signed.set(HeaderValues.create(HeaderNames.AUTHORIZATION, true, true, authorization));
        headers = signed;
      }
    }
  }
}
