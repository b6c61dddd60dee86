package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import net.bytebuddy.asm.Advice;
import org.apache.http.Header;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.message.BasicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * As {@link SendRequestHeaderAdvice}, for connections that know their route.
 *
 * <p>That route is what has been opened so far, not what was planned: on the way to a tunnel it is
 * neither secure nor tunnelled.
 */
final class RoutedSendRequestHeaderAdvice {

  private RoutedSendRequestHeaderAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable HttpException sign(
      @Advice.This ManagedClientConnection connection,
      @Advice.Argument(value = 0, readOnly = false) HttpRequest request,
      @Advice.Local("signed") @Nullable HttpRequest signed) {
    HttpRoute route = connection.getRoute();
    String method = request.getRequestLine().getMethod();
    if (route != null && !"CONNECT".equalsIgnoreCase(method)) {
      HttpHost target = route.getTargetHost();
      boolean https = "https".equalsIgnoreCase(target.getSchemeName());
      boolean direct = route.getProxyHost() == null;
      if (https == route.isSecure() && (direct || (https && route.isTunnelled()))) {
        Header existing = request.getFirstHeader("Authorization");
        try {
          String authorization =
              AuthorizationBridge.authorize(
                  request,
                  target.getSchemeName(),
                  target.getHostName(),
                  target.getPort(),
                  request.getRequestLine().getUri(),
                  existing == null ? null : existing.getValue(),
                  true);
          if (authorization != null) {
            signed = new BasicHttpRequest(request.getRequestLine());
            signed.setParams(request.getParams());
            signed.setHeaders(request.getAllHeaders());
            for (String keyHeader : AuthorizationBridge.keyHeaders()) {
              signed.removeHeaders(keyHeader);
            }
            signed.removeHeaders("Authorization");
            signed.addHeader("Authorization", authorization);
            AuthorizationBridge.handOver(signed, authorization);
            request = signed;
          }
        } catch (FailurePolicyException noToken) {
          return new HttpException(noToken.getMessage(), noToken);
        }
      }
    }
    return null;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void fail(
      @Advice.Enter @Nullable HttpException noToken,
      @Advice.Local("signed") @Nullable HttpRequest signed,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (noToken != null) {
      thrown = noToken;
    } else if (signed != null) {
      AuthorizationBridge.take(signed);
    }
  }
}
