package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Lets a classic connection write a signed copy of the request; the request itself, which the
 * context, interceptors and listeners show, stays as it was.
 *
 * <p>Over TLS the session's peer is the host; in a tunnel, where the session may name the proxy's
 * port, that is the route's, by {@link PrepareAdvice}. Without TLS it is the one in the request,
 * and only if {@link ConnectAdvice} saw the connection open without a proxy that hides itself and
 * its other end is the loopback port that the request names.
 */
final class SendRequestHeaderAdvice {

  private SendRequestHeaderAdvice() {}

  /** Returns the failure policy's exception, or null to write the request. */
  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static @Nullable IOException sign(
      @Advice.This HttpConnection connection,
      @Advice.Argument(value = 0, readOnly = false) ClassicHttpRequest request) {
    SSLSession tls = connection.getSSLSession();
    URIAuthority named = request.getAuthority();
    String host = null;
    int port = -1;
    if (tls != null
        && named != null
        && named.getHostName().equalsIgnoreCase(tls.getPeerHost())
        && AuthorizationBridge.isDirect(request)) {
      host = named.getHostName();
      port = named.getPort();
    } else if (tls != null) {
      host = tls.getPeerHost();
      port = tls.getPeerPort();
    } else if (named != null
        && connection.getRemoteAddress() instanceof InetSocketAddress
        && AuthorizationBridge.isDirect(connection)) {
      InetSocketAddress peer = (InetSocketAddress) connection.getRemoteAddress();
      port = named.getPort() > 0 ? named.getPort() : 80;
      boolean same = peer.getPort() == port && peer.getAddress().isLoopbackAddress();
      host = same ? named.getHostName() : null;
    }
    if (host == null || "CONNECT".equalsIgnoreCase(request.getMethod())) {
      return null;
    }
    Header existing = request.getFirstHeader("Authorization");
    try {
      String authorization =
          AuthorizationBridge.authorize(
              request,
              tls != null ? "https" : "http",
              host,
              port,
              request.getPath(),
              existing == null ? null : existing.getValue(),
              true);
      if (authorization != null) {
        BasicClassicHttpRequest signed =
            new BasicClassicHttpRequest(
                request.getMethod(), (HttpHost) null, request.getRequestUri());
        signed.setVersion(request.getVersion());
        for (Header header : request.getHeaders()) {
          if (!AuthorizationBridge.isCredential(header.getName())) {
            signed.addHeader(header);
          }
        }
        signed.setEntity(request.getEntity());
        signed.addHeader("Authorization", authorization);
        signed.setScheme("signed");
        request = signed;
      }
      return null;
    } catch (java.net.ProtocolException policy) {
      return policy;
    }
  }

  /** As a violation of the protocol: the client would try any other I/O failure again. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void fail(
      @Advice.Enter @Nullable IOException policy,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (policy != null) {
      thrown = new ProtocolException(policy.getMessage(), policy);
    }
  }
}
