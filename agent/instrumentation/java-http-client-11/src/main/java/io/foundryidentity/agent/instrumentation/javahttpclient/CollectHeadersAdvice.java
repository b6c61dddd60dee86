package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.AuthorizedHeaders;
import io.foundryidentity.agent.bootstrap.HeadText;
import io.foundryidentity.agent.bootstrap.SelectorThread;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.time.Duration;
import jdk.internal.net.http.HttpRequestImpl;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes a request over HTTP/1.1 where its headers are written. The connection is complete
 * then, so it can be proven.
 *
 * <p>The bearer takes the place of the application's own in the text that was written. A request
 * that has none, as its key is in another header, gets other headers instead: from Java 24 on the
 * JDK asks the client's {@code Authenticator} for each request without an {@code Authorization} of
 * the application's.
 */
final class CollectHeadersAdvice {

  private CollectHeadersAdvice() {}

  /**
   * @return the value to write to the text, or null
   */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable String authorize(
      @Advice.FieldValue("request") HttpRequestImpl request,
      @Advice.FieldValue("connection") Object connection,
      @Advice.FieldValue(value = "userHeaders", readOnly = false) HttpHeaders headers)
      throws IOException {
    URI uri = request.uri();
    TargetedRequest target =
        AuthorizationBridge.find(uri.getScheme(), uri.getHost(), uri.getPort(), uri.getRawPath());
    if (target == null) {
      return null;
    }
    boolean unused =
        target.isProvenBy(MethodHandles.lookup(), connection); // If not, it gives no value
    Duration deadline = request.timeout().orElse(null);
    target.waitAtMost(deadline == null ? 0 : deadline.toMillis());
    String existing = AuthorizedHeaders.existing(headers.map());
    String authorization = target.authorize(request, existing, !SelectorThread.isCurrent());
    if (authorization == null || existing != null) {
      return authorization;
    }
    headers =
        HttpHeaders.of(AuthorizedHeaders.of(headers.map(), authorization), AuthorizedHeaders.ALL);
    AuthorizationBridge.handOver(HttpClient.class, authorization);
    return null;
  }

  /** Also clears the note for {@link RestrictedHeadersAdvice}, which must end with this method. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void write(
      @Advice.Argument(0) StringBuilder head,
      @Advice.Enter @Nullable String authorization,
      @Advice.Thrown @Nullable Throwable failure) {
    if (authorization == null) {
      AuthorizationBridge.take(HttpClient.class);
    } else if (failure == null) {
      HeadText.authorize(head, authorization);
    }
  }
}
