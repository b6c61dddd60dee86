package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.net.URI;
import java.net.URISyntaxException;
import net.bytebuddy.asm.Advice;
import org.apache.http.Header;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.conn.OperatedClientConnection;
import org.apache.http.message.BasicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * As {@link SendRequestHeaderAdvice}, for the connections of {@code DefaultHttpClient}, which know
 * their socket and the host that it was opened for.
 *
 * <p>For a connection to a proxy that host is the proxy, until a tunnel is complete. A request that
 * the proxy is to forward names its host in its request line; it is looked up by that name, so that
 * the log says why it gets no token.
 */
final class OperatedSendRequestHeaderAdvice {

  private OperatedSendRequestHeaderAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable HttpException authorize(
      @Advice.This OperatedClientConnection connection,
      @Advice.Argument(value = 0, readOnly = false) HttpRequest request,
      @Advice.Local("authorized") @Nullable HttpRequest authorized) {
    HttpHost opened = connection.getTargetHost();
    String method = request.getRequestLine().getMethod();
    if (opened != null && !"CONNECT".equalsIgnoreCase(method)) {
      String uri = request.getRequestLine().getUri();
      TargetedRequest targeted = null;
      if (uri.startsWith("http://")) {
        try {
          URI forwarded = new URI(uri);
          targeted =
              AuthorizationBridge.find(
                  "http", forwarded.getHost(), forwarded.getPort(), forwarded.getRawPath());
        } catch (URISyntaxException unknown) {
          // No target, and not to be shown: it may hold a password
        }
      } else {
        targeted =
            AuthorizationBridge.find(
                opened.getSchemeName(), opened.getHostName(), opened.getPort(), uri);
      }
      if (targeted != null) {
        boolean unused = targeted.isProvenBy(connection.getSocket()); // If not, it gives no value
        Header existing = request.getFirstHeader("Authorization");
        try {
          String authorization =
              targeted.authorize(request, existing == null ? null : existing.getValue(), true);
          if (authorization != null) {
            authorized = new BasicHttpRequest(request.getRequestLine());
            authorized.setParams(request.getParams());
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
