package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Finds what a {@link WeakIdentity} stands for. No reference itself: the compiler can do without
 * the object, and the garbage collector has no work with it.
 */
final class LiveIdentity {

  private final Object object;

  LiveIdentity(Object object) {
    this.object = object;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(object);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WeakIdentity && ((WeakIdentity) other).get() == object;
  }
}
