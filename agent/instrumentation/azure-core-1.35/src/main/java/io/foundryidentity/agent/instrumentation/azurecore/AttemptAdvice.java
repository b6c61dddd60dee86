package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpResponse;
import io.foundryidentity.agent.bootstrap.HeldAnswer;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Delays the decision on a refused first try while another token is being fetched, because this
 * code runs on an event loop.
 *
 * <p>The step is called again later, and this advice with it, on a thread that may block: the
 * application's code that handles the answer may block, as it may on some transports' own threads.
 * The status is read from the answer, not from the stream, so answers to other requests do not
 * wait.
 */
final class AttemptAdvice {

  private AttemptAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  @SuppressWarnings({"unchecked", "rawtypes"})
  static @Nullable Mono<HttpResponse> hold(
      @Advice.This Object policy,
      @Advice.Argument(0) int tries,
      @Advice.Argument(5) HttpResponse response,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method step)
      throws IllegalAccessException {
    if (tries != 0 || response.getStatusCode() != 401) {
      return null;
    }
    HeldAnswer held =
        HeldAnswer.of(
            response.getRequest(), response, MethodHandles.lookup(), step, policy, arguments);
    return held == null
        ? null
        : Mono.fromFuture((CompletableFuture) held.settled())
            .publishOn(Schedulers.boundedElastic())
            .doOnCancel(held)
            .flatMap((Function) held);
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void goOnLater(
      @Advice.Enter @Nullable Mono<HttpResponse> held,
      @Advice.Return(readOnly = false) Mono<HttpResponse> outcome) {
    if (held != null) {
      outcome = held;
    }
  }
}
