package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import java.net.URI;
import net.bytebuddy.asm.Advice;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/**
 * Notes whom a connection was opened for. Whether it has TLS is asked of the connection and not of
 * the URL.
 */
final class ConnectedAdvice {

  private ConnectedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(
      @Advice.Argument(0) StreamConnection connection, @Advice.AllArguments Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof URI && ((URI) argument).getHost() != null) {
        URI uri = (URI) argument;
        KnownPeers.note(
            connection,
            connection instanceof SslConnection
                ? Peer.overTls(uri.getHost(), uri.getPort() == -1 ? 443 : uri.getPort())
                : Peer.direct(uri.getHost(), uri.getPort() == -1 ? 80 : uri.getPort()));
      }
    }
  }
}
