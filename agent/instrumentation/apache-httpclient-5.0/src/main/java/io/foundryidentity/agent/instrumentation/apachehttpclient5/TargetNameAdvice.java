package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Makes an asynchronous session name the port that its connection goes to.
 *
 * <p>From 5.4 on a request may name another host than the one that it is sent to. TLS then verifies
 * the request's host, and the session gives the request's port as its own: another port of the same
 * host would be taken for the target. Only the name is verified, so the port can be the real one.
 */
final class TargetNameAdvice {

  private TargetNameAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void withPort(
      @Advice.FieldValue("targetHost") HttpHost connected,
      @Advice.Return(readOnly = false) @Nullable NamedEndpoint verified) {
    if (verified != null && verified.getPort() != connected.getPort()) {
      verified = new URIAuthority(verified.getHostName(), connected.getPort());
    }
  }
}
