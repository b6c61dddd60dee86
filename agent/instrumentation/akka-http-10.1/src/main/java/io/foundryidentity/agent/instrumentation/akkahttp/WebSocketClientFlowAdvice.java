package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.scaladsl.ClientTransport$;
import akka.http.scaladsl.ConnectionContext;
import akka.http.scaladsl.HttpsConnectionContext;
import akka.http.scaladsl.model.ws.WebSocketRequest;
import akka.http.scaladsl.settings.ClientConnectionSettings;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.ConnectionPeer;
import java.lang.reflect.Method;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import net.bytebuddy.asm.Advice;
import scala.Function1;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.util.Either;

/** {@link OutgoingConnectionAdvice} for a WebSocket, where the scheme says whether there is TLS. */
final class WebSocketClientFlowAdvice {

  private WebSocketClientFlowAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  @SuppressWarnings({"unchecked", "deprecation"}) // From 10.2 on there is that method, so typed
  static void note(
      @Advice.Argument(0) WebSocketRequest request,
      @Advice.Argument(1) ConnectionContext connectionContext,
      @Advice.Argument(value = 3, readOnly = false) ClientConnectionSettings settings)
      throws ReflectiveOperationException {
    ClientConnectionSettings own = settings.withTransport(settings.transport());
    if (request.uri().scheme().equals("wss")) {
      String host = request.uri().authority().host().address();
      int port = request.uri().effectivePort();
      if (AuthorizationBridge.isTargetHost(host)) {
        HttpsConnectionContext tls = (HttpsConnectionContext) connectionContext;
        Either<?, Function1<Option<Tuple2<String, Object>>, SSLEngine>> made = null;
        for (Method method : HttpsConnectionContext.class.getMethods()) {
          if (method.getName().equals("sslContextData")) {
            made =
                (Either<?, Function1<Option<Tuple2<String, Object>>, SSLEngine>>)
                    method.invoke(tls);
          }
        }
        SSLParameters asked = null;
        if (made != null && made.isRight()) {
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
