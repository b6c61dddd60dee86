package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.HttpMethod;
import akka.http.scaladsl.model.HttpRequest;
import akka.http.scaladsl.model.headers.Host;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import java.util.Optional;
import net.bytebuddy.asm.Advice;

/**
 * Lets a signed copy of the request be rendered.
 *
 * <p>The host is the connection's. Of the request nothing but its method reaches the parser of the
 * response; so the copy has an equal method of its own, by which {@link ParseEntityAdvice} knows
 * what was refused.
 */
final class RequestRenderingContextAdvice {

  private RequestRenderingContextAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(
      @Advice.Argument(value = 0, readOnly = false) HttpRequest request,
      @Advice.Argument(1) Host connection)
      throws IOException {
    boolean secure = AuthorizationBridge.isSecure(connection);
    if (secure || AuthorizationBridge.isDirect(connection)) {
      HttpMethod method = request.method();
      // Where there is one, it and not the URI is what the request line says
      Optional<HttpHeader> rawUri = request.getHeader("Raw-Request-URI");
      if (method.value().equals("CONNECT")
          || (rawUri.isPresent() && !rawUri.get().value().startsWith("/"))) {
        return; // Meant for somebody behind the one that TLS verified
      }
      method =
          method.copy(
              method.value(),
              method.isSafe(),
              method.isIdempotent(),
              method.requestEntityAcceptance());
      Optional<HttpHeader> existing = request.getHeader("Authorization");
      String authorization =
          AuthorizationBridge.authorize(
              method,
              secure ? "https" : "http",
              connection.host().address(),
              connection.port() == 0 ? -1 : connection.port(),
              rawUri.isPresent() ? rawUri.get().value() : request.uri().path().toString(),
              existing.isPresent() ? existing.get().value() : null,
              false);
      if (authorization != null) {
        akka.http.javadsl.model.HttpRequest signed = request.withMethod(method);
        for (String keyHeader : AuthorizationBridge.keyHeaders()) {
          signed = signed.removeHeader(keyHeader);
        }
        request =
            (HttpRequest)
                signed
                    .removeHeader("Authorization")
                    .addHeader(RawHeader.create("Authorization", authorization));
      }
    }
  }
}
