package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import com.ning.http.client.AsyncHttpClientConfig;
import com.ning.http.client.Request;
import com.ning.http.client.providers.grizzly.HttpTransactionContext;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldCall;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import net.bytebuddy.asm.Advice;

/**
 * Holds one hop back while the first token is being fetched, before it is written to its
 * connection, and applies the failure policy where the client hands an exception to the caller.
 *
 * <p>Mostly it is a redirect from a stranger that is held here, on an I/O thread; {@link
 * OpenAdvice} has held the first hop already. When the call has ended meanwhile the connection is
 * closed, as the client does with one that comes too late.
 */
final class ExecuteAdvice {

  private ExecuteAdvice() {}

  /** Returns whether nothing is written now. */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean hold(
      @Advice.This Object provider,
      @Advice.Origin Method execute,
      @Advice.FieldValue("clientConfig") AsyncHttpClientConfig config,
      @Advice.Argument(0) HttpTransactionContext transaction)
      throws Throwable {
    Peer peer = KnownPeers.of(transaction);
    if (peer == null) {
      return false;
    }
    MethodHandles.Lookup client = MethodHandles.lookup();
    Class<?> type = HttpTransactionContext.class;
    if (HeldCall.wasHeld(transaction)) {
      Future<?> answer =
          (Future<?>)
              client
                  .unreflectGetter(type.getDeclaredField("future"))
                  .invokeWithArguments(transaction);
      if (answer != null && answer.isDone()) {
        client
            .findVirtual(type, "closeConnection", MethodType.methodType(void.class))
            .invokeWithArguments(transaction);
        return true;
      }
    }
    Object handedOver = AuthorizationBridge.takeObject(transaction); // The look-up costs more
    Request request =
        handedOver instanceof Request
            ? (Request) handedOver
            : (Request)
                client
                    .findVirtual(type, "getAhcRequest", MethodType.methodType(Request.class))
                    .invokeWithArguments(transaction);
    TargetedRequest target =
        AuthorizationBridge.find(
            peer.scheme(), peer.host(), peer.port(), request.getUri().getPath());
    if (target == null) {
      return false;
    }
    String existing = request.getHeaders().getFirstValue("Authorization");
    HeldCall held = HeldCall.of(target, transaction, existing);
    if (held == null) {
      target.prepare(existing, false);
      return false;
    }
    held.begin(
        MethodHandles.insertArguments(client.unreflect(execute), 0, provider, transaction),
        MethodHandles.foldArguments(
            MethodHandles.dropArguments(
                client
                    .findVirtual(type, "closeConnection", MethodType.methodType(void.class))
                    .bindTo(transaction),
                0,
                Throwable.class),
            client
                .findVirtual(type, "abort", MethodType.methodType(void.class, Throwable.class))
                .bindTo(transaction)));
    held.endAfter(
        request.getRequestTimeout() > 0 ? request.getRequestTimeout() : config.getRequestTimeout(),
        new TimeoutException("Timeout exceeded"));
    return true;
  }
}
