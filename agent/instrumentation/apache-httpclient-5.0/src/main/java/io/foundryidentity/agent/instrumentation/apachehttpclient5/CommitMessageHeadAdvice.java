package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/**
 * {@link SendRequestHeaderAdvice} for an asynchronous connection over HTTP/1.1; a server's
 * connection writes its responses with the same method.
 *
 * <p>A channel's peer is the real one, a SOCKS proxy included. The failure policy has spoken in
 * {@link PrepareAsyncAdvice}; an exception here would close the connection.
 */
final class CommitMessageHeadAdvice {

  private CommitMessageHeadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(
      @Advice.This HttpConnection connection,
      @Advice.Argument(value = 0, readOnly = false) HttpMessage message)
      throws IOException {
    if (message instanceof HttpRequest) {
      HttpRequest request = (HttpRequest) message;
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
      } else if (named != null && connection.getRemoteAddress() instanceof InetSocketAddress) {
        InetSocketAddress peer = (InetSocketAddress) connection.getRemoteAddress();
        port = named.getPort() > 0 ? named.getPort() : 80;
        boolean same = peer.getPort() == port && peer.getAddress().isLoopbackAddress();
        host = same ? named.getHostName() : null;
      }
      if (host != null && !"CONNECT".equalsIgnoreCase(request.getMethod())) {
        Header existing = request.getFirstHeader("Authorization");
        String authorization =
            AuthorizationBridge.authorize(
                request,
                tls != null ? "https" : "http",
                host,
                port,
                request.getPath(),
                existing == null ? null : existing.getValue(),
                false);
        if (authorization != null) {
          BasicHttpRequest signed =
              new BasicHttpRequest(request.getMethod(), (HttpHost) null, request.getRequestUri());
          signed.setVersion(request.getVersion());
          for (Header header : request.getHeaders()) {
            if (!AuthorizationBridge.isCredential(header.getName())) {
              signed.addHeader(header);
            }
          }
          signed.addHeader("Authorization", authorization);
          message = signed;
        }
      }
    }
  }
}
