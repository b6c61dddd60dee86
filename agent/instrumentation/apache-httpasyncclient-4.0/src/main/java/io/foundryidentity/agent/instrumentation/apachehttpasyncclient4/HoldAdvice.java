package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldCall;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import net.bytebuddy.asm.Advice;
import org.apache.http.Header;
import org.apache.http.HttpRequest;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.nio.protocol.HttpAsyncClientExchangeHandler;

/**
 * Holds an exchange while the first token is being fetched, before it asks for a connection. The
 * client's timeouts count from there.
 *
 * <p>An exchange is held once. The execution context, which applications may share between threads,
 * says only whether it is worth a wait; {@link SubmitRequestAdvice} decides about the token.
 *
 * <p>After the wait an exchange that was cancelled asks for no connection. 4.0 tells only the
 * future of it, not the exchange.
 */
final class HoldAdvice {

  private HoldAdvice() {}

  /** Returns whether the exchange asks for no connection now. */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean hold(
      @Advice.This HttpAsyncClientExchangeHandler exchange,
      @Advice.FieldValue("localContext") HttpClientContext context,
      @Advice.FieldValue("closed") AtomicBoolean closed,
      @Advice.Origin Method requestConnection)
      throws IOException, ReflectiveOperationException {
    if (HeldCall.wasHeld(exchange)) {
      Field result = exchange.getClass().getDeclaredField("resultFuture");
      result.setAccessible(true);
      if (!closed.get() && !((Future<?>) result.get(exchange)).isDone()) {
        return false;
      }
      exchange.close();
      return true;
    }
    Object planned = context.getAttribute("http.route");
    if (!(planned instanceof HttpRoute)) {
      return false;
    }
    HttpRoute route = (HttpRoute) planned;
    if (!route.isSecure() && route.getProxyHost() != null) {
      return false;
    }
    Object sent = context.getAttribute("http.request");
    HttpRequest request = sent instanceof HttpRequest ? (HttpRequest) sent : null;
    TargetedRequest target =
        AuthorizationBridge.find(
            route.getTargetHost().getSchemeName(),
            route.getTargetHost().getHostName(),
            route.getTargetHost().getPort(),
            request == null ? null : request.getRequestLine().getUri());
    if (target == null) {
      return false;
    }
    Header existing = request == null ? null : request.getFirstHeader("Authorization");
    HeldCall held = HeldCall.of(target, exchange, existing == null ? null : existing.getValue());
    if (held == null) {
      return false;
    }
    MethodHandles.Lookup client = MethodHandles.lookup();
    held.begin(
        client.unreflect(requestConnection).bindTo(exchange),
        client
            .findVirtual(
                HttpAsyncClientExchangeHandler.class,
                "failed",
                MethodType.methodType(void.class, Exception.class))
            .bindTo(exchange));
    return true;
  }
}
