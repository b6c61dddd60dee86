package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.reactor.ProtocolIOSession;

/**
 * {@link SendRequestHeaderAdvice} for an asynchronous connection over HTTP/1.1; a server's
 * connection writes its responses with the same method.
 *
 * <p>Over TLS the request is for the host and port at the end of its tunnel, as {@link
 * PrepareAsyncAdvice} noted them, or else the session's; a provider that gives no host leaves the
 * endpoint that the connection was opened for. The session, or the channel's other end, proves that
 * the connection leads there.
 *
 * <p>The failure policy was applied in {@link PrepareAsyncAdvice}; an exception here would close
 * the connection.
 */
final class CommitMessageHeadAdvice {

  private CommitMessageHeadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.This HttpConnection connection,
      @Advice.FieldValue("ioSession") ProtocolIOSession session,
      @Advice.Argument(value = 0, readOnly = false) HttpMessage message)
      throws IOException {
    if (message instanceof HttpRequest) {
      HttpRequest request = (HttpRequest) message;
      SSLSession tls = connection.getSSLSession();
      URIAuthority named = request.getAuthority();
      Peer tunnelled = KnownPeers.of(request);
      String line = request.getRequestUri();
      boolean forwarded = line == null || !line.startsWith("/");
      boolean secure = true;
      String scheme = "https";
      String host = null;
      int port = -1;
      if (!forwarded && tunnelled != null && tunnelled.scheme().equals("https")) {
        host = tunnelled.host();
        port = tunnelled.port();
      } else if (!forwarded && tls != null) {
        host = tls.getPeerHost();
        port = tls.getPeerPort();
        NamedEndpoint opened = host == null ? session.getInitialEndpoint() : null;
        if (opened != null) {
          host = opened.getHostName();
          port = opened.getPort();
        }
      } else if (named != null) {
        secure = false;
        scheme = tls == null && request.getScheme() != null ? request.getScheme() : "http";
        host = named.getHostName();
        port = named.getPort();
      }
      TargetedRequest target =
          "CONNECT".equalsIgnoreCase(request.getMethod())
              ? null
              : AuthorizationBridge.find(scheme, host, port, forwarded ? request.getPath() : line);
      if (target != null
          && (secure
              ? target.isProvenByTls(tls)
              : target.isProvenByAddress(tls == null ? connection.getRemoteAddress() : null))) {
        Header existing = request.getFirstHeader("Authorization");
        String authorization =
            target.authorize(request, existing == null ? null : existing.getValue(), false);
        if (authorization != null) {
          BasicHttpRequest authorized =
              new BasicHttpRequest(request.getMethod(), (HttpHost) null, request.getRequestUri());
          authorized.setVersion(request.getVersion());
          for (Header header : request.getHeaders()) {
            if (!AuthorizationBridge.isCredential(header.getName())) {
              authorized.addHeader(header);
            }
          }
          authorized.addHeader("Authorization", authorization);
          message = authorized;
        }
      }
    }
  }
}
