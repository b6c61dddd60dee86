package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpResponse;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import reactor.netty.Connection;

/**
 * Reads what has come of a refused answer before it is closed.
 *
 * <p>Once an answer has come whole, Reactor Netty gives its connection to the next request, also
 * where nobody has read it; to close it then closes that connection under the other request. The
 * decision on a refused answer takes as long as a token does, which makes this likely. An answer
 * that was read to its end is not closed any more, and one of which more is to come still has its
 * connection for itself.
 */
final class NettyCloseAdvice {

  private NettyCloseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void readBefore(
      @Advice.This(typing = Assigner.Typing.DYNAMIC) HttpResponse response,
      @Advice.FieldValue("reactorNettyConnection") Connection connection) {
    if (response.getStatusCode() == 401 && AuthorizationBridge.wasRefused(response.getRequest())) {
      // Not by the answer's own body, whose end closes it; an error is then a signal to nobody
      connection.inbound().receive().materialize().subscribe();
    }
  }
}
