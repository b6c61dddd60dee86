package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.ktor.client.request.HttpRequestData;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import kotlin.ResultKt;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.CancellableContinuationImpl;
import kotlinx.coroutines.channels.ClosedSendChannelException;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Holds a request back while the first token is being fetched; no thread waits for it.
 *
 * <p>The endpoint's coroutine suspends, as {@code suspendCancellableCoroutine} would do it, so
 * timeouts and cancellation end the wait. After the wait the engine is told that this endpoint was
 * closed meanwhile; it then chooses an endpoint and gives it the request again.
 */
final class HoldAdvice {

  private HoldAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static @Nullable Object hold(
      @Advice.FieldValue("secure") boolean secure,
      @Advice.Argument(0) @Nullable HttpRequestData request,
      @Advice.Argument(2) Continuation<Object> engine)
      throws ReflectiveOperationException {
    if (request == null) {
      return null;
    }
    TargetedRequest target =
        AuthorizationBridge.find(
            secure ? "https" : "http",
            request.getUrl().getHost(),
            request.getUrl().getPort(),
            request.getUrl().getEncodedPath());
    if (target == null || !AuthorizationBridge.holdOnce(request.getAttributes())) {
      return null;
    }
    CancellableContinuationImpl<Object> held =
        new CancellableContinuationImpl<>(IntrinsicsKt.intercepted(engine), 1); // MODE_CANCELLABLE
    Runnable again =
        MethodHandleProxies.asInterfaceInstance(
            Runnable.class,
            MethodHandles.publicLookup()
                .findVirtual(
                    Continuation.class,
                    "resumeWith",
                    MethodType.methodType(void.class, Object.class))
                .bindTo(held)
                .bindTo(ResultKt.createFailure(new ClosedSendChannelException("held back"))));
    if (!target.defer(request.getHeaders().get("Authorization"), again)) {
      return null;
    }
    try {
      held.initCancellability();
      return held.getResult();
    } catch (Throwable settledAlready) {
      return null;
    }
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void suspend(
      @Advice.Enter @Nullable Object suspended,
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object outcome) {
    if (suspended != null) {
      outcome = suspended;
    }
  }
}
