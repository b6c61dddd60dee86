package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.NamedEndpoint;

/**
 * Notes for which host and port a classic connection was opened over TLS, or upgraded to it at the
 * end of a tunnel. The session does not always have them: a layered socket gives the proxy's port
 * as its own, and some providers give no host.
 *
 * <p>The note says only whose requests the connection carries; {@link SendRequestHeaderAdvice}
 * proves where it leads. Connection and host are the first two arguments in all versions. From 5.4
 * on the third one names the host that TLS verifies if a request names another host than the one
 * that it is sent to.
 */
final class ConnectAdvice {

  private ConnectAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(@Advice.AllArguments Object[] arguments) {
    if (arguments[0] instanceof HttpConnection && arguments[1] instanceof HttpHost) {
      HttpHost opened = (HttpHost) arguments[1];
      if ("https".equalsIgnoreCase(opened.getSchemeName())) {
        String name =
            arguments[2] instanceof NamedEndpoint
                ? ((NamedEndpoint) arguments[2]).getHostName()
                : opened.getHostName();
        KnownPeers.note(arguments[0], Peer.overTls(name, opened.getPort()));
      }
    }
  }
}
