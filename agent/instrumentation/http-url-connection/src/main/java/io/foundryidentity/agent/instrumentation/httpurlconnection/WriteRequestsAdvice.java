package io.foundryidentity.agent.instrumentation.httpurlconnection;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import sun.net.www.MessageHeader;

/**
 * Writes an authorized copy of the head; the {@code HttpURLConnection} keeps its own, so that
 * neither the application nor the next hop of a redirect ever sees the token.
 *
 * <p>The head's first line is the request line. Only if it has a path does the server itself read
 * this head, over TLS or directly: CONNECT has a host there, and plain http through an HTTP proxy a
 * URL. Calls run on the application's own thread.
 *
 * <p>What was sent is noted with the connection's own head, which is the same object when the JDK
 * sends a request again, and another one for the next hop of a redirect.
 */
final class WriteRequestsAdvice {

  private WriteRequestsAdvice() {}

  /**
   * @return the connection's own head if a copy of it is written, else null
   */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable MessageHeader authorize(
      @Advice.Argument(value = 0, readOnly = false) MessageHeader head,
      @Advice.FieldValue("url") URL url,
      @Advice.FieldValue("serverSocket") Socket socket)
      throws IOException {
    String line = head.getKey(0);
    int from = line == null ? -1 : line.indexOf(" /") + 1;
    if (from <= 0 || from != line.indexOf(' ') + 1) {
      return null;
    }
    String path = line.substring(from, line.lastIndexOf(' '));
    TargetedRequest target =
        AuthorizationBridge.find(url.getProtocol(), url.getHost(), url.getPort(), path);
    if (target == null) {
      return null;
    }
    if (AuthorizationBridge.wasRefused(head)) {
      // This is the retry: of the agent, or of the JDK, whose refusal is not reported yet
      AuthorizationBridge.refused(head);
      AuthorizationBridge.markRetry(head);
    }
    boolean unused = target.isProvenBy(socket); // If not, it gives no value
    String authorization = target.authorize(head, head.findValue("Authorization"), true);
    // The JDK would open another connection and send the request there
    target.failIfClosed(socket);
    if (authorization == null) {
      return null;
    }
    MessageHeader authorized = new MessageHeader();
    for (int i = 0; head.getKey(i) != null; i++) {
      authorized.add(head.getKey(i), head.getValue(i));
    }
    for (String keyHeader : AuthorizationBridge.keyHeaders()) {
      authorized.remove(keyHeader);
    }
    authorized.remove("Authorization");
    authorized.add("Authorization", authorization);
    MessageHeader own = head;
    head = authorized;
    return own;
  }

  /** The client keeps what it wrote, for as long as its connection, and may send it again. */
  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void hide(
      @Advice.Enter @Nullable MessageHeader own,
      @Advice.FieldValue(value = "requests", readOnly = false) MessageHeader kept) {
    if (own != null) {
      kept = own;
    }
  }
}
