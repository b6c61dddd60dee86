package io.foundryidentity.agent.instrumentation.pekkohttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.ConnectionPeer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import net.bytebuddy.asm.Advice;
import org.apache.pekko.http.scaladsl.ClientTransport$;
import org.apache.pekko.http.scaladsl.ConnectionContext;
import org.apache.pekko.http.scaladsl.HttpsConnectionContext;
import org.apache.pekko.http.scaladsl.settings.ClientConnectionSettings;
import scala.Function1;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.util.Either;

/**
 * Notes with a blueprint's settings whether TLS verifies its host or, without TLS, whether it goes
 * to its host directly.
 *
 * <p>Whoever makes the engines decides what they verify, so for a target one is made to be looked
 * at; a context of the older kind goes by its parameters, or else by its configuration. The note
 * goes with a copy of the settings: the application may use its own for connections of both kinds.
 */
final class OutgoingConnectionAdvice {

  private OutgoingConnectionAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  @SuppressWarnings("deprecation") // A context of the older kind has no more than that
  static void note(
      @Advice.Argument(0) String host,
      @Advice.Argument(1) int port,
      @Advice.Argument(value = 2, readOnly = false) ClientConnectionSettings settings,
      @Advice.Argument(3) ConnectionContext connectionContext) {
    ClientConnectionSettings own = settings.withTransport(settings.transport());
    if (connectionContext instanceof HttpsConnectionContext) {
      if (AuthorizationBridge.isTargetHost(host)) {
        HttpsConnectionContext tls = (HttpsConnectionContext) connectionContext;
        Either<?, Function1<Option<Tuple2<String, Object>>, SSLEngine>> made = tls.sslContextData();
        SSLParameters asked = null;
        if (made.isRight()) {
          asked = made.right().get().apply(new Some<>(new Tuple2<>(host, port))).getSSLParameters();
        } else if (tls.sslParameters().isDefined()) {
          asked = tls.sslParameters().get();
        }
        boolean verified =
            asked == null
                ? tls.sslConfig().isEmpty()
                    || !tls.sslConfig().get().config().loose().disableHostnameVerification()
                : !ConnectionPeer.overTls(host, port, asked, null, "/")
                    .equals(ConnectionPeer.NOBODY);
        if (verified) {
          AuthorizationBridge.markSecure(own);
        }
      }
    } else if (own.transport() == ClientTransport$.MODULE$.TCP()) {
      AuthorizationBridge.markDirect(own);
    }
    settings = own;
  }
}
