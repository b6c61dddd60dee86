package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * Signs the header block of a request over HTTP/2, as the connection is about to encode it.
 *
 * <p>Responses and trailers have no {@code :method} and stay. The token is marked as sensitive, so
 * that no compression table keeps it (RFC 7541, 7.1.3). Without TLS the authority has to be the
 * loopback address at the channel's other end.
 */
final class CommitHeadersAdvice {

  private CommitHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(
      @Advice.This HttpConnection connection,
      @Advice.Argument(value = 1, readOnly = false) List<? extends Header> headers)
      throws IOException {
    String method = null;
    String authority = null;
    String path = null;
    String existing = null;
    for (Header header : headers) {
      String name = header.getName();
      if (name.equals(":method")) {
        method = header.getValue();
      } else if (name.equals(":authority")) {
        authority = header.getValue();
      } else if (name.equals(":path")) {
        path = header.getValue();
      } else if (name.equalsIgnoreCase("authorization")) {
        existing = header.getValue();
      }
    }
    SSLSession tls = connection.getSSLSession();
    String host = null;
    int port = -1;
    if (tls != null) {
      host = tls.getPeerHost();
      port = tls.getPeerPort();
    } else if (connection.getRemoteAddress() instanceof InetSocketAddress) {
      InetSocketAddress peer = (InetSocketAddress) connection.getRemoteAddress();
      port = peer.getPort();
      host = peer.getAddress().getHostAddress();
      host = (host + ":" + port).equals(authority) ? host : null;
    }
    if (method != null && host != null && !method.equals("CONNECT")) {
      String authorization =
          AuthorizationBridge.authorize(
              tls != null ? "https" : "http", host, port, path, existing, false);
      if (authorization != null) {
        List<Header> signed = new ArrayList<>(headers.size() + 1);
        for (Header header : headers) {
          boolean goes = header.getName().equalsIgnoreCase("authorization");
          for (String keyHeader : AuthorizationBridge.keyHeaders()) {
            goes |= header.getName().equalsIgnoreCase(keyHeader);
          }
          if (!goes) {
            signed.add(header);
          }
        }
        signed.add(new BasicHeader("authorization", authorization, true));
        headers = signed;
      }
    }
  }
}
