package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpResponse;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import reactor.netty.Connection;

/**
 * Reads what has arrived of a refused answer before it is closed.
 *
 * <p>Once an answer has arrived completely, Reactor Netty gives its connection to the next request,
 * even if nobody has read the answer. Closing the answer then closes that connection while the
 * other request uses it. The decision on a refused answer takes as long as a token does, which
 * makes this likely. An answer that was read to its end is no longer closed, and one that has not
 * arrived completely is still the only user of its connection.
 */
final class NettyCloseAdvice {

  private NettyCloseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void readBefore(
      @Advice.This(typing = Assigner.Typing.DYNAMIC) HttpResponse response,
      @Advice.FieldValue("reactorNettyConnection") Connection connection) {
    if (response.getStatusCode() == 401 && AuthorizationBridge.wasRefused(response.getRequest())) {
      // Not with the answer's own body, whose end closes it; an error becomes a signal that nobody
      // handles
      connection.inbound().receive().materialize().subscribe();
    }
  }
}
