package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.net.Socket;
import net.bytebuddy.asm.Advice;
import org.apache.http.Header;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Puts the token into the head that a connection writes, which is a copy of the client's request.
 * The socket that the connection writes to proves that it leads to the target.
 *
 * <p>The failure policy's exception is thrown inside an {@link HttpException}, which the caller
 * gets as a {@code ClientProtocolException}: the client would retry, and log, another I/O failure
 * three times.
 */
final class SendRequestHeaderAdvice {

  private SendRequestHeaderAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable HttpException authorize(
      @Advice.This Object connection,
      @Advice.Argument(value = 0, readOnly = false) HttpRequest request,
      @Advice.Local("authorized") @Nullable HttpRequest authorized) {
    if (connection instanceof HttpContext) {
      Object noted = ((HttpContext) connection).getAttribute(RouteCompleteAdvice.TARGET);
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
          return null;
        }
        Object socket = ((HttpContext) connection).getAttribute(BindAdvice.SOCKET);
        boolean unused = // If not, it gives no value
            targeted.isProvenBy(socket instanceof Socket ? (Socket) socket : null);
        Header existing = request.getFirstHeader("Authorization");
        try {
          String authorization =
              targeted.authorize(request, existing == null ? null : existing.getValue(), true);
          if (authorization != null) {
            authorized = new BasicHttpRequest(request.getRequestLine());
            authorized.setHeaders(request.getAllHeaders());
            for (String keyHeader : AuthorizationBridge.keyHeaders()) {
              authorized.removeHeaders(keyHeader);
            }
            authorized.removeHeaders("Authorization");
            authorized.addHeader("Authorization", authorization);
            AuthorizationBridge.handOver(authorized, authorization);
            request = authorized;
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
      @Advice.Local("authorized") @Nullable HttpRequest authorized,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (noToken != null) {
      thrown = noToken;
    } else if (authorized != null) {
      AuthorizationBridge.take(authorized);
    }
  }
}
