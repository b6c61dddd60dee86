package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import java.net.URI;
import net.bytebuddy.asm.Advice;

/**
 * Notes with one hop's request whom it is for, if that host is a target's. A proxy's CONNECT has no
 * host in its URI.
 */
final class RequestAdvice {

  private RequestAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(@Advice.This Object request, @Advice.Argument(1) URI uri) {
    String host = uri.getHost();
    if (host != null
        && (AuthorizationBridge.isTargetHost(host)
            || host.indexOf(':') >= 0)) { // An IPv6 literal, in one of its many spellings
      KnownPeers.note(
          request,
          "https".equalsIgnoreCase(uri.getScheme())
              ? Peer.overTls(host, uri.getPort())
              : Peer.direct(host, uri.getPort()));
    }
  }
}
