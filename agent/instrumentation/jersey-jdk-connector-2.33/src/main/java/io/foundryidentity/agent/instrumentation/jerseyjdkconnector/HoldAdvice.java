package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import net.bytebuddy.asm.Advice;

/**
 * Holds a request back while the first token is being fetched; no thread waits for it.
 *
 * <p>It has no connection yet, so none of the client's timers runs. When the wait is over the same
 * method is called again, on the thread that runs the client's timers.
 */
final class HoldAdvice {

  private HoldAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static boolean hold(
      @Advice.This Object pool,
      @Advice.Origin Method send,
      @Advice.FieldValue("scheduler") ScheduledExecutorService scheduler,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object whenAnswered)
      throws Throwable {
    Peer peer = KnownPeers.of(request);
    if (peer == null || !AuthorizationBridge.holdOnce(request)) {
      return false;
    }
    MethodHandles.Lookup client = MethodHandles.lookup();
    URI uri =
        (URI)
            client
                .findVirtual(request.getClass(), "getUri", MethodType.methodType(URI.class))
                .invokeWithArguments(request);
    TargetedRequest target =
        AuthorizationBridge.find(peer.scheme(), peer.host(), peer.port(), uri.getRawPath());
    if (target == null) {
      return false;
    }
    Map<?, ?> headers =
        (Map<?, ?>)
            client
                .findVirtual(request.getClass(), "getHeaders", MethodType.methodType(Map.class))
                .invokeWithArguments(request);
    String existing = null;
    for (Map.Entry<?, ?> header : headers.entrySet()) {
      if ("Authorization".equalsIgnoreCase((String) header.getKey())
          && !((List<?>) header.getValue()).isEmpty()) {
        existing = (String) ((List<?>) header.getValue()).get(0);
      }
    }
    // What the method throws would end on that thread, and the application would wait for ever
    Object sendAgain =
        MethodHandleProxies.asInterfaceInstance(
            Runnable.class,
            MethodHandles.catchException(
                MethodHandles.insertArguments(
                    client.unreflect(send), 0, pool, request, whenAnswered),
                Throwable.class,
                client
                    .findVirtual(
                        send.getParameterTypes()[1],
                        "failed",
                        MethodType.methodType(void.class, Throwable.class))
                    .bindTo(whenAnswered)));
    Runnable whenSettled =
        MethodHandleProxies.asInterfaceInstance(
            Runnable.class,
            MethodHandles.publicLookup()
                .findVirtual(
                    Executor.class, "execute", MethodType.methodType(void.class, Runnable.class))
                .bindTo(scheduler)
                .bindTo(sendAgain));
    return target.defer(existing, whenSettled);
  }
}
