package io.foundryidentity.agent.bootstrap;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A key for one object that does not keep it alive: equal to another key of the same live object,
 * and to itself once the object is gone.
 *
 * <p>Public for the isolated side.
 */
public final class WeakIdentity extends WeakReference<Object> {

  private final int hash;

  /**
   * @param queue gets the key when the object is gone; null for a key to look up with
   */
  public WeakIdentity(Object object, @Nullable ReferenceQueue<Object> queue) {
    super(object, queue);
    hash = System.identityHashCode(object);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    Object mine = get();
    return other instanceof WeakIdentity && mine != null && mine == ((WeakIdentity) other).get();
  }
}
