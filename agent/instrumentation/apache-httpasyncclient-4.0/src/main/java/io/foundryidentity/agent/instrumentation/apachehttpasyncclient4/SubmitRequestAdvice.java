package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.http.Header;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.message.BasicHttpEntityEnclosingRequest;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.nio.NHttpConnection;
import org.apache.http.nio.reactor.IOSession;
import org.apache.http.nio.reactor.ssl.SSLIOSession;
import org.jspecify.annotations.Nullable;

/**
 * Puts the token into the head that a connection writes, which is a copy of the client's request.
 *
 * <p>The connection's TLS session, or its channel's other end, proves that it leads to the target.
 * The client hands over the first request of a connection before its handshake is complete, to be
 * buffered; one to a target is held instead, and {@link ProduceOutputAdvice} hands it over again.
 *
 * <p>While a body follows, everybody can read the current request from the connection; that is the
 * client's own again as soon as its head is written.
 */
final class SubmitRequestAdvice {

  private SubmitRequestAdvice() {}

  /** Returns whether the request is held until the handshake is complete. */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean authorize(
      @Advice.This NHttpConnection connection,
      @Advice.FieldValue("session") IOSession session,
      @Advice.Argument(value = 0, readOnly = false) HttpRequest request,
      @Advice.Local("own") @Nullable HttpRequest own,
      @Advice.Local("authorized") @Nullable HttpRequest authorized)
      throws IOException {
    Object noted = connection.getContext().getAttribute(RouteCompleteAdvice.TARGET);
    String method = request.getRequestLine().getMethod();
    if (noted instanceof HttpHost && !"CONNECT".equalsIgnoreCase(method)) {
      HttpHost target = (HttpHost) noted;
      TargetedRequest targeted =
          AuthorizationBridge.find(
              target.getSchemeName(),
              target.getHostName(),
              target.getPort(),
              request.getRequestLine().getUri());
      if (targeted == null) {
        return false;
      }
      Object tls = session.getAttribute(SSLIOSession.SESSION_KEY);
      if (tls instanceof SSLIOSession) {
        SSLIOSession secure = (SSLIOSession) tls;
        if (!secure.isAppOutputReady()) {
          connection.getContext().setAttribute(ProduceOutputAdvice.HELD, request);
          connection.requestOutput();
          return true;
        }
        if (!targeted.isProvenByTls(secure.getSSLSession())) {
          return false;
        }
      } else if (!targeted.isProvenByAddress(session.getRemoteAddress())) {
        return false;
      }
      Header existing = request.getFirstHeader("Authorization");
      String authorization =
          targeted.authorize(request, existing == null ? null : existing.getValue(), false);
      if (authorization != null) {
        own = request;
        if (own instanceof HttpEntityEnclosingRequest) {
          BasicHttpEntityEnclosingRequest withBody =
              new BasicHttpEntityEnclosingRequest(own.getRequestLine());
          withBody.setEntity(((HttpEntityEnclosingRequest) own).getEntity());
          request = withBody;
        } else {
          request = new BasicHttpRequest(own.getRequestLine());
        }
        request.setHeaders(own.getAllHeaders());
        for (String keyHeader : AuthorizationBridge.keyHeaders()) {
          request.removeHeaders(keyHeader);
        }
        request.removeHeaders("Authorization");
        request.addHeader("Authorization", authorization);
        authorized = request;
        AuthorizationBridge.handOver(authorized, authorization);
      }
    }
    return false;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void showOwn(
      @Advice.Local("own") @Nullable HttpRequest own,
      @Advice.Local("authorized") @Nullable HttpRequest authorized,
      @Advice.FieldValue(value = "request", readOnly = false) @Nullable HttpRequest current) {
    if (authorized != null) {
      AuthorizationBridge.take(authorized);
    }
    if (own != null && current != null) {
      current = own;
    }
  }
}
