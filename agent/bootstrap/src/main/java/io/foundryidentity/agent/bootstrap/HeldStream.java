package io.foundryidentity.agent.bootstrap;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a client's stream, held back until the first token is available or the wait is
 * over. No thread waits meanwhile.
 *
 * <p>The client puts a stage into its stream that asks for a {@code CompletionStage} of each
 * element, which a proxy of its function's type answers. If there is no token after the wait and
 * the failure policy is {@code fail}, the stages fail, and so does the stream.
 *
 * <p>Public for advice.
 */
public final class HeldStream implements Runnable, InvocationHandler {

  private final TargetedRequest target;
  private final CompletableFuture<Object> settled = new CompletableFuture<>();

  /** The same, a moment later: Akka 2.5 loses a failure that follows one of the other direction. */
  private final CompletableFuture<Object> mayPass = new CompletableFuture<>();

  private HeldStream(TargetedRequest target) {
    this.target = target;
  }

  /**
   * Starts to hold a stream.
   *
   * @param exchange is marked, for {@link HeldCall#wasHeld}
   * @return null if there is nothing to wait for
   */
  public static @Nullable HeldStream of(TargetedRequest target, Object exchange) {
    HeldStream held = new HeldStream(target);
    return target.defer(null, held) && AuthorizationBridge.holdOnce(exchange) ? held : null;
  }

  /**
   * What the client calls for each element.
   *
   * @param type an interface whose method {@code apply} gets the element
   */
  public Object function(Class<?> type) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
  }

  /** Is complete when the wait is over; with the failure policy's exception if that applies. */
  public CompletionStage<?> settled() {
    return settled;
  }

  /** The wait is over. */
  @Override
  public void run() {
    try {
      target.prepare(null, false);
      settled.complete(this);
      mayPass.complete(this);
    } catch (FailurePolicyException policy) {
      settled.completeExceptionally(policy);
      mayPass.completeExceptionally(policy);
    }
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    Object element = arguments == null ? null : arguments[0];
    switch (method.getName()) {
      case "apply":
        return mayPass.thenApply(ignored -> element);
      case "hashCode":
        return System.identityHashCode(proxy);
      case "equals":
        return proxy == element;
      default:
        return "foundry-identity";
    }
  }
}
