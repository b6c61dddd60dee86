package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.AuthorizedHeaders;
import java.net.http.HttpClient;
import java.util.function.BiPredicate;
import net.bytebuddy.asm.Advice;

/**
 * Keeps the agent's {@code Authorization} in the headers of a client that has an {@code
 * Authenticator}.
 *
 * <p>Up to Java 23 such a client removes this header from every request right before it is written
 * (JDK-8326949). Its filter is asked for inside the method that writes the head, on the same
 * thread; so {@link CollectHeadersAdvice} and {@link HeaderFrameAdvice} leave a note there, and
 * only an authorized head keeps the header.
 */
final class RestrictedHeadersAdvice {

  private RestrictedHeadersAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void keep(@Advice.Return(readOnly = false) BiPredicate<String, String> allowed) {
    if (AuthorizationBridge.take(HttpClient.class) != null) {
      allowed = AuthorizedHeaders.withAuthorization(allowed);
    }
  }
}
