package io.foundryidentity.agent.instrumentation.@package@;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import net.bytebuddy.asm.Advice;

/** TODO: who verifies the host here, and why no application object shows the token. */
final class AuthorizeAdvice {

  private AuthorizeAdvice() {}

  // TODO: the client's own types in place of Object, the header's present value in place of null
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.FieldValue("socket") Socket socket, @Advice.Argument(0) Object request)
      throws IOException {
    URI uri = URI.create(request.toString());
    TargetedRequest target =
        AuthorizationBridge.find(uri.getScheme(), uri.getHost(), uri.getPort(), uri.getRawPath());
    if (target == null || !target.isProvenBy(socket)) {
      return;
    }
    String authorization = target.authorize(request, null, true);
    if (authorization != null) {
      // TODO: write a copy, without the key headers and with this as its one Authorization
      throw new IllegalStateException("the skeleton writes no token yet");
    }
  }
}
