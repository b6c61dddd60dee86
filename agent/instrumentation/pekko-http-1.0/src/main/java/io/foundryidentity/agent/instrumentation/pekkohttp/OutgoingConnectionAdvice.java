package io.foundryidentity.agent.instrumentation.pekkohttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.pekko.http.scaladsl.ClientTransport$;
import org.apache.pekko.http.scaladsl.ConnectionContext;
import org.apache.pekko.http.scaladsl.HttpsConnectionContext;
import org.apache.pekko.http.scaladsl.settings.ClientConnectionSettings;

/**
 * Notes with a blueprint's settings whether TLS verifies its host or, without TLS, whether it goes
 * to its host directly.
 *
 * <p>With a copy of them: the application may use its own for connections of both kinds.
 */
final class OutgoingConnectionAdvice {

  private OutgoingConnectionAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(
      @Advice.Argument(value = 2, readOnly = false) ClientConnectionSettings settings,
      @Advice.Argument(3) ConnectionContext connectionContext) {
    ClientConnectionSettings own = settings.withTransport(settings.transport());
    if (connectionContext instanceof HttpsConnectionContext) {
      AuthorizationBridge.markSecure(own);
    } else if (own.transport() == ClientTransport$.MODULE$.TCP()) {
      AuthorizationBridge.markDirect(own);
    }
    settings = own;
  }
}
