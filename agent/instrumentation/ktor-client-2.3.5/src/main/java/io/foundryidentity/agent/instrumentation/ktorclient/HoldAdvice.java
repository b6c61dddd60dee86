package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.ktor.client.request.HttpRequestData;
import io.ktor.http.Url;
import io.ktor.util.Attributes;
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
 * Holds a request back while the first token is on its way; no thread waits for it.
 *
 * <p>The endpoint's coroutine suspends, as {@code suspendCancellableCoroutine} would have it do, so
 * time-outs and cancellation end the wait. Then the engine hears that this endpoint was closed
 * meanwhile, to which its own answer is to choose an endpoint and give it the request anew.
 */
final class HoldAdvice {

  private HoldAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static @Nullable Object hold(
      @Advice.Argument(0) @Nullable HttpRequestData request,
      @Advice.Argument(2) Continuation<Object> engine)
      throws ReflectiveOperationException {
    if (request == null || !AuthorizationBridge.isTargetHost(request.getUrl().getHost())) {
      return null;
    }
    Attributes attributes = request.getAttributes();
    boolean secure = AuthorizationBridge.isSecure(attributes);
    if (!(secure || AuthorizationBridge.isDirect(attributes))
        || !AuthorizationBridge.holdOnce(attributes)) {
      return null;
    }
    Url url = request.getUrl();
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
    if (!AuthorizationBridge.defer(
        secure ? "https" : "http",
        url.getHost(),
        url.getPort(),
        url.getEncodedPath(),
        request.getHeaders().get("Authorization"),
        again)) {
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
