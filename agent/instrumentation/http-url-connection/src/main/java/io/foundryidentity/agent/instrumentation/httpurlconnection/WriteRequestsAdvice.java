package io.foundryidentity.agent.instrumentation.httpurlconnection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URL;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import sun.net.www.MessageHeader;

/**
 * Writes the request line and the bearer, and lets the JDK write a copy of the rest of the head
 * without the application's credentials. The {@code HttpURLConnection} keeps its own head, so that
 * neither the application nor the next hop of a redirect ever sees the token.
 *
 * <p>The bearer is written as bytes: the JDK would copy it six times, which costs more than
 * everything else here.
 *
 * <p>The head's first line is the request line. Only if it has a path does the server itself read
 * this head, over TLS or directly: CONNECT has a host there, and plain http through an HTTP proxy a
 * URL. Calls run on the application's own thread.
 *
 * <p>What was sent is kept for the connection's own head, which is the same object when the JDK
 * sends a request again, and another one for the next hop of a redirect. The JDK reads the answer
 * on this thread at once, unless the application streams the body.
 */
final class WriteRequestsAdvice {

  private WriteRequestsAdvice() {}

  /**
   * @return the connection's own head if it is for a target, else null
   */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable MessageHeader authorize(
      @Advice.Argument(value = 0, readOnly = false) MessageHeader head,
      @Advice.FieldValue("url") URL url,
      @Advice.FieldValue("serverSocket") Socket socket,
      @Advice.FieldValue("serverOutput") PrintStream server,
      @Advice.FieldValue("streaming") boolean streamed)
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
    String existing = head.findValue("Authorization");
    String authorization =
        streamed ? target.authorize(head, existing, true) : target.authorize(existing, true);
    // The JDK would open another connection and send the request there
    target.failIfClosed(socket);
    if (!streamed) {
      AuthorizationBridge.handOver(head, target);
    }
    if (authorization == null) {
      return head;
    }
    MessageHeader others = new MessageHeader();
    int i = 1;
    for (String name = head.getKey(1); name != null; name = head.getKey(++i)) {
      if (!AuthorizationBridge.isCredential(name)) {
        others.add(name, head.getValue(i));
      }
    }
    byte[] bearer = "\r\nAuthorization: ".concat(authorization).concat("\r\n").getBytes(ISO_8859_1);
    MessageHeader own = head;
    head = others;
    server.print(line);
    server.write(bearer, 0, bearer.length);
    return own;
  }

  /** The client keeps what it wrote, for as long as its connection, and may send it again. */
  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void hide(
      @Advice.Enter @Nullable MessageHeader own,
      @Advice.FieldValue(value = "requests", readOnly = false) MessageHeader kept,
      @Advice.FieldValue("serverOutput") PrintStream server,
      @Advice.Thrown @Nullable Throwable failure) {
    if (own != null) {
      kept = own;
      if (failure != null || server.checkError()) {
        Object unused = AuthorizationBridge.takeObject(own); // No answer will come
      }
    }
  }
}
