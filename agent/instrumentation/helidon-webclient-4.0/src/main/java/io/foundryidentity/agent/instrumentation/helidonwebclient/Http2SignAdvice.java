package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.helidon.common.socket.PlainSocket;
import io.helidon.common.socket.SocketContext;
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
  static void sign(
      @Advice.Argument(0) WebClientServiceRequest request,
      @Advice.Argument(value = 1, readOnly = false) ClientRequestHeaders headers,
      @Advice.Argument(2) Http2ClientStream stream)
      throws IOException {
    ClientUri uri = request.uri();
    SocketContext socket = stream.ctx();
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
