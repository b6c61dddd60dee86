package io.foundryidentity.agent.instrumentation.httpurlconnection;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.net.URL;
import net.bytebuddy.asm.Advice;
import sun.net.www.MessageHeader;

/**
 * Tells of a refused token, so that the next request carries a better one; this class has no place
 * where a request could be sent again.
 */
final class ParseResponseAdvice {

  private ParseResponseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void tell(
      @Advice.Argument(0) MessageHeader response,
      @Advice.FieldValue("requests") MessageHeader sent,
      @Advice.FieldValue("url") URL url) {
    String status = response.getValue(0);
    if (status != null && status.startsWith("HTTP/1.") && status.startsWith(" 40", 8)) {
      String line = sent.getKey(0);
      int from = line == null ? -1 : line.indexOf(" /") + 1;
      if (from > 0 && from == line.indexOf(' ') + 1) {
        String path = line.substring(from, line.lastIndexOf(' '));
        String value = sent.findValue("Authorization");
        if (status.startsWith("1", 11)) {
          AuthorizationBridge.refused(
              url.getProtocol(), url.getHost(), url.getPort(), path, value, false);
        } else if (status.startsWith("3", 11)) {
          AuthorizationBridge.forbidden(
              url.getProtocol(), url.getHost(), url.getPort(), path, value);
        }
      }
    }
  }
}
