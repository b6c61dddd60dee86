package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.BearerForms;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicLineFormatter;
import org.apache.hc.core5.http.message.BufferedHeader;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a classic connection write an authorized copy of the request; the request itself, which the
 * context, interceptors and listeners show, stays as it was.
 *
 * <p>Over TLS the request is for the host and port that {@link ConnectAdvice} noted, or else the
 * session's. Without TLS, and if a proxy is to forward it, it is for the host that it names. In any
 * case the socket that the connection writes to proves that it leads there.
 *
 * <p>The copy has the token as a line that the client's own formatter wrote once: to write it again
 * character by character would cost more than everything else here.
 */
final class SendRequestHeaderAdvice {

  private SendRequestHeaderAdvice() {}

  /** Returns the failure policy's exception, or null to write the request. */
  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static @Nullable IOException authorize(
      @Advice.This HttpConnection connection,
      @Advice.FieldValue("socketHolderRef") AtomicReference<SocketHolder> bound,
      @Advice.Argument(value = 0, readOnly = false) ClassicHttpRequest request) {
    SSLSession tls = connection.getSSLSession();
    URIAuthority named = request.getAuthority();
    Peer opened = KnownPeers.of(connection);
    String line = request.getRequestUri();
    boolean forwarded = line == null || !line.startsWith("/");
    String scheme = "https";
    String host = null;
    int port = -1;
    if (!forwarded && opened != null && opened.scheme().equals("https")) {
      host = opened.host();
      port = opened.port();
    } else if (!forwarded && tls != null) {
      host = tls.getPeerHost();
      port = tls.getPeerPort();
    } else if (named != null) {
      scheme = tls == null && request.getScheme() != null ? request.getScheme() : "http";
      host = named.getHostName();
      port = named.getPort();
    }
    TargetedRequest target =
        "CONNECT".equalsIgnoreCase(request.getMethod())
            ? null
            : AuthorizationBridge.find(scheme, host, port, forwarded ? request.getPath() : line);
    SocketHolder holder = bound.get();
    if (target == null || !target.isProvenBy(holder == null ? null : holder.getSocket())) {
      return null;
    }
    Header existing = request.getFirstHeader("Authorization");
    try {
      String authorization =
          target.authorizeBegun(request, existing == null ? null : existing.getValue(), true);
      if (authorization != null) {
        BasicClassicHttpRequest authorized =
            new BasicClassicHttpRequest(
                request.getMethod(), (HttpHost) null, request.getRequestUri());
        authorized.setVersion(request.getVersion());
        for (Header header : request.getHeaders()) {
          if (!AuthorizationBridge.isCredential(header.getName())) {
            authorized.addHeader(header);
          }
        }
        authorized.setEntity(request.getEntity());
        Object bearer = BearerForms.objectOf(authorization, BufferedHeader.class);
        if (bearer == null) {
          CharArrayBuffer text = new CharArrayBuffer(authorization.length() + 16);
          BasicLineFormatter.INSTANCE.formatHeader(
              text, new BasicHeader("Authorization", authorization));
          bearer = BufferedHeader.create(text);
          BearerForms.keepObject(authorization, bearer);
        }
        authorized.addHeader((Header) bearer);
        authorized.setScheme(AuthorizationBridge.COPY);
        request = authorized;
      }
      return null;
    } catch (java.net.ProtocolException policy) {
      return policy;
    }
  }

  /** As a violation of the protocol: the client would retry any other I/O failure. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void fail(
      @Advice.Enter @Nullable IOException policy,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (policy != null) {
      thrown = new ProtocolException(policy.getMessage(), policy);
    }
  }
}
