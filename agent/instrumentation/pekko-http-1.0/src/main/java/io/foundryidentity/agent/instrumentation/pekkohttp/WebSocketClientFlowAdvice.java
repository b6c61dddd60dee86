package io.foundryidentity.agent.instrumentation.pekkohttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.ConnectionPeer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import net.bytebuddy.asm.Advice;
import org.apache.pekko.http.scaladsl.ClientTransport$;
import org.apache.pekko.http.scaladsl.ConnectionContext;
import org.apache.pekko.http.scaladsl.HttpsConnectionContext;
import org.apache.pekko.http.scaladsl.model.ws.WebSocketRequest;
import org.apache.pekko.http.scaladsl.settings.ClientConnectionSettings;
import scala.Function1;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.util.Either;

/** {@link OutgoingConnectionAdvice} for a WebSocket, where the scheme says whether there is TLS. */
final class WebSocketClientFlowAdvice {

  private WebSocketClientFlowAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  @SuppressWarnings("deprecation") // A context of the older kind has no more than that
  static void note(
      @Advice.Argument(0) WebSocketRequest request,
      @Advice.Argument(1) ConnectionContext connectionContext,
      @Advice.Argument(value = 3, readOnly = false) ClientConnectionSettings settings) {
    ClientConnectionSettings own = settings.withTransport(settings.transport());
    if (request.uri().scheme().equals("wss")) {
      String host = request.uri().authority().host().address();
      int port = request.uri().effectivePort();
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
