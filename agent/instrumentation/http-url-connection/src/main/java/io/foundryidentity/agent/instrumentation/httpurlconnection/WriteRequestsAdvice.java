package io.foundryidentity.agent.instrumentation.httpurlconnection;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import net.bytebuddy.asm.Advice;
import sun.net.www.MessageHeader;

/**
 * Writes a signed copy of the head; the {@code HttpURLConnection} keeps its own, so that neither
 * the application nor the next hop of a redirect ever sees the token.
 *
 * <p>A head's first line is the request line: only a path on it means that the server itself reads
 * this, over TLS or directly. CONNECT names a host there, plain http through an HTTP proxy a URL.
 * Calls run on the application's own thread.
 */
final class WriteRequestsAdvice {

  private WriteRequestsAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(
      @Advice.Argument(value = 0, readOnly = false) MessageHeader head,
      @Advice.FieldValue("url") URL url,
      @Advice.FieldValue("proxy") Proxy proxy)
      throws IOException {
    String line = head.getKey(0);
    int from = line == null ? -1 : line.indexOf(" /") + 1;
    boolean direct =
        "https".equalsIgnoreCase(url.getProtocol()) || proxy.type() == Proxy.Type.DIRECT;
    if (from > 0 && from == line.indexOf(' ') + 1 && direct) {
      String authorization =
          AuthorizationBridge.authorize(
              url.getProtocol(),
              url.getHost(),
              url.getPort(),
              line.substring(from, line.lastIndexOf(' ')),
              head.findValue("Authorization"),
              true);
      if (authorization != null) {
        MessageHeader signed = new MessageHeader();
        for (int i = 0; head.getKey(i) != null; i++) {
          signed.add(head.getKey(i), head.getValue(i));
        }
        for (String keyHeader : AuthorizationBridge.keyHeaders()) {
          signed.remove(keyHeader);
        }
        signed.remove("Authorization");
        signed.add("Authorization", authorization);
        head = signed;
      }
    }
  }
}
