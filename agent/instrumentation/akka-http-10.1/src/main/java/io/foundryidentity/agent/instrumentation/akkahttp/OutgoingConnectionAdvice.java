package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.scaladsl.ConnectionContext;
import akka.http.scaladsl.HttpsConnectionContext;
import akka.http.scaladsl.settings.ClientConnectionSettings;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import net.bytebuddy.asm.Advice;

/**
 * Notes with a blueprint's settings whom its connections are asked for; where they lead shows when
 * they are open.
 *
 * <p>The note goes to a copy of the settings, as the application may use its own settings for
 * connections to others too.
 */
final class OutgoingConnectionAdvice {

  private OutgoingConnectionAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(
      @Advice.Argument(0) String host,
      @Advice.Argument(1) int port,
      @Advice.Argument(value = 2, readOnly = false) ClientConnectionSettings settings,
      @Advice.Argument(3) ConnectionContext connectionContext) {
    ClientConnectionSettings own = settings.withTransport(settings.transport());
    KnownPeers.note(
        own,
        connectionContext instanceof HttpsConnectionContext
            ? Peer.overTls(host, port)
            : Peer.direct(host, port));
    settings = own;
  }
}
