package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * A key to look up a {@link WeakIdentity}. It is not a reference itself: the compiler can remove
 * the allocation, and the garbage collector has no extra work.
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
