package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.http.Header;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.message.BasicHttpEntityEnclosingRequest;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.nio.NHttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Puts the token into the head that a connection writes, which is a copy of the client's request.
 *
 * <p>While a body follows, the connection shows its current request to whoever asks; that is the
 * client's own again as soon as its head is written.
 */
final class SubmitRequestAdvice {

  private SubmitRequestAdvice() {}

  /** Answers with the client's own request where a copy takes its place. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable HttpRequest sign(
      @Advice.This NHttpConnection connection,
      @Advice.Argument(value = 0, readOnly = false) HttpRequest request,
      @Advice.Local("signed") @Nullable HttpRequest signed)
      throws IOException {
    HttpRequest own = null;
    Object noted = connection.getContext().getAttribute(RouteCompleteAdvice.TARGET);
    String method = request.getRequestLine().getMethod();
    if (noted instanceof HttpHost && !"CONNECT".equalsIgnoreCase(method)) {
      HttpHost target = (HttpHost) noted;
      Header existing = request.getFirstHeader("Authorization");
      String authorization =
          AuthorizationBridge.authorize(
              request,
              target.getSchemeName(),
              target.getHostName(),
              target.getPort(),
              request.getRequestLine().getUri(),
              existing == null ? null : existing.getValue(),
              false);
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
        signed = request;
        AuthorizationBridge.handOver(signed, authorization);
      }
    }
    return own;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void showOwn(
      @Advice.Enter @Nullable HttpRequest own,
      @Advice.Local("signed") @Nullable HttpRequest signed,
      @Advice.FieldValue(value = "request", readOnly = false) @Nullable HttpRequest current) {
    if (signed != null) {
      AuthorizationBridge.take(signed);
    }
    if (own != null && current != null) {
      current = own;
    }
  }
}
