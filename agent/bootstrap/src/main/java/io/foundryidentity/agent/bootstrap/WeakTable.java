package io.foundryidentity.agent.bootstrap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of objects of the client's, by their identity. The objects are held weakly; an
 * entry whose object is gone is removed with the next {@link #put}. For many threads.
 *
 * @param <V> must not refer to the object that it is kept for
 */
final class WeakTable<V> {

  /** By {@link WeakIdentity}; looked up with {@link LiveIdentity}. */
  private final ConcurrentHashMap<Object, V> entries = new ConcurrentHashMap<>();

  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  @Nullable V get(Object object) {
    return entries.get(new LiveIdentity(object));
  }

  void put(Object object, V value) {
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      entries.remove(gone);
    }
    entries.put(new WeakIdentity(object, collected), value);
  }

  @Nullable V remove(Object object) {
    return entries.remove(new LiveIdentity(object));
  }

  void clear() {
    entries.clear();
  }
}
