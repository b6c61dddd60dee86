package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ProtocolIOSession;

/**
 * Authorizes the header block of a request over HTTP/2, as the connection is about to encode it.
 *
 * <p>Responses and trailers have no {@code :method} and are left alone. The token is marked as
 * sensitive, so that no compression table keeps it (RFC 7541, 7.1.3).
 *
 * <p>Over TLS the request is for the session's host and port; a provider that gives no host leaves
 * the endpoint that the connection was opened for. Without TLS it is for the authority. The
 * session, or the channel's other end, proves that the connection leads there; {@link
 * CommitRequestAdvice} gets to know whether it did.
 */
final class CommitHeadersAdvice {

  private CommitHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.This HttpConnection connection,
      @Advice.FieldValue("ioSession") ProtocolIOSession session,
      @Advice.Argument(value = 1, readOnly = false) List<? extends Header> headers)
      throws IOException {
    String method = null;
    String scheme = null;
    String authority = null;
    String path = null;
    String existing = null;
    for (Header header : headers) {
      String name = header.getName();
      if (name.equals(":method")) {
        method = header.getValue();
      } else if (name.equals(":scheme")) {
        scheme = header.getValue();
      } else if (name.equals(":authority")) {
        authority = header.getValue();
      } else if (name.equals(":path")) {
        path = header.getValue();
      } else if (name.equalsIgnoreCase("authorization")) {
        existing = header.getValue();
      }
    }
    if (method == null || method.equals("CONNECT")) {
      return;
    }
    SSLSession tls = connection.getSSLSession();
    String host = tls == null ? null : tls.getPeerHost();
    int port = tls == null ? -1 : tls.getPeerPort();
    NamedEndpoint opened = tls != null && host == null ? session.getInitialEndpoint() : null;
    if (opened != null) {
      host = opened.getHostName();
      port = opened.getPort();
    }
    TargetedRequest target =
        tls == null ? null : AuthorizationBridge.find("https", host, port, path);
    boolean unnamed = opened != null && target == null;
    if (authority != null && (tls == null || unnamed)) {
      try {
        URI named = new URI("http://" + authority);
        target =
            AuthorizationBridge.find(
                unnamed ? "https" : scheme, named.getHost(), named.getPort(), path);
      } catch (URISyntaxException unknown) {
        // No target
      }
    }
    if (target == null) {
      return;
    }
    if (unnamed) {
      target.unproven("the TLS session does not say which server it leads to");
      return;
    }
    if (tls == null
        ? !target.isProvenByAddress(connection.getRemoteAddress())
        : !target.isProvenByTls(tls)) {
      return;
    }
    AuthorizationBridge.handOver(Thread.currentThread(), "proven");
    String authorization = target.authorize(existing, false);
    if (authorization != null) {
      List<Header> authorized = new ArrayList<>(headers.size() + 1);
      for (Header header : headers) {
        if (!AuthorizationBridge.isCredential(header.getName())) {
          authorized.add(header);
        }
      }
      authorized.add(new BasicHeader("authorization", authorization, true));
      headers = authorized;
    }
  }
}
