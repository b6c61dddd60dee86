package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
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
 *
 * <p>The failure policy's exception leaves inside an {@link HttpException}, which the caller gets
 * as a {@code ClientProtocolException}: another I/O failure would be repeated, and logged, three
 * times.
 */
final class SendRequestHeaderAdvice {

  private SendRequestHeaderAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable HttpException sign(
      @Advice.This Object connection,
      @Advice.Argument(value = 0, readOnly = false) HttpRequest request,
      @Advice.Local("signed") @Nullable HttpRequest signed) {
    if (connection instanceof HttpContext) {
      Object noted = ((HttpContext) connection).getAttribute(RouteCompleteAdvice.TARGET);
      String method = request.getRequestLine().getMethod();
      if (noted instanceof HttpHost && !"CONNECT".equalsIgnoreCase(method)) {
        HttpHost target = (HttpHost) noted;
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
