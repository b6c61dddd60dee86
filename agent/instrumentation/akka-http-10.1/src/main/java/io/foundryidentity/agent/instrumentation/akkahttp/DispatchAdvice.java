package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.javadsl.model.HttpHeader;
import akka.http.scaladsl.model.HttpMethod;
import akka.http.scaladsl.model.HttpRequest;
import akka.http.scaladsl.model.Uri;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldCall;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Optional;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;

/**
 * Holds a request while the first token is being fetched, before a pool has it: no connection and
 * no timeout of the client counts the wait.
 *
 * <p>The request is sent with a method object of its own, equal to the first one, which says that
 * it was held. A request without a host is held by {@link RenderToSourceAdvice}. A {@code Future}
 * of Scala cannot be cancelled; for the Java DSL see {@link SingleRequestAdvice}.
 */
final class DispatchAdvice {

  private DispatchAdvice() {}

  /** The request is the only argument in 10.1, and the second one later. */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable Promise<Object> hold(
      @Advice.This Object pool,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method dispatch)
      throws ReflectiveOperationException {
    HttpRequest request = (HttpRequest) arguments[arguments.length == 1 ? 0 : 1];
    Uri uri = request.uri();
    HttpMethod applications = request.method();
    if (!uri.isAbsolute() || HeldCall.wasHeld(applications)) {
      return null;
    }
    TargetedRequest target =
        AuthorizationBridge.find(
            uri.scheme(),
            uri.authority().host().address(),
            uri.effectivePort(),
            uri.path().toString());
    if (target == null) {
      return null;
    }
    HttpMethod method =
        applications.copy(
            applications.value(),
            applications.isSafe(),
            applications.isIdempotent(),
            applications.requestEntityAcceptance());
    Optional<HttpHeader> existing = request.getHeader("Authorization");
    HeldCall held =
        HeldCall.of(target, method, existing.isPresent() ? existing.get().value() : null);
    if (held == null) {
      return null;
    }
    Object[] later = arguments.clone();
    later[later.length == 1 ? 0 : 1] = request.withMethod(method);
    Promise<Object> answer = Promise$.MODULE$.apply();
    MethodHandles.Lookup client = MethodHandles.lookup();
    MethodHandle again =
        MethodHandles.insertArguments(client.unreflect(dispatch).bindTo(pool), 0, later);
    if (AuthorizationBridge.takeObject(SingleRequestAdvice.CALL) != null) {
      AuthorizationBridge.handOver(SingleRequestAdvice.CALL, held);
    }
    held.begin(
        MethodHandles.filterReturnValue(
            again,
            client
                .findVirtual(
                    Promise.class,
                    "completeWith",
                    MethodType.methodType(Promise.class, Future.class))
                .bindTo(answer)),
        client
            .findVirtual(
                Promise.class, "tryFailure", MethodType.methodType(boolean.class, Throwable.class))
            .bindTo(answer));
    return answer;
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void answerLater(
      @Advice.Enter @Nullable Promise<Object> held,
      @Advice.Return(readOnly = false) Future<Object> answer) {
    if (held != null) {
      answer = held.future();
    }
  }
}
