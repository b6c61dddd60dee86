package io.foundryidentity.agent.bootstrap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which bearer went out with which of a client's own request objects.
 *
 * <p>A 401 must be judged against the bearer that was sent, not the one that is current: of a
 * hundred requests refused together only the first one's refusal means that the token is bad. The
 * request objects themselves must never hold the token, as applications log them. So it stands
 * here, by identity and weakly: an entry goes when the client lets its request go.
 */
final class SentBearers {

  private static final ConcurrentHashMap<Key, Sent> SENT = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

  private SentBearers() {}

  static void remember(Object exchange, String value) {
    Sent before = expungeAndGet(exchange);
    put(exchange, value, before != null && before.retry, before != null && before.direct);
  }

  static void markRetry(Object exchange) {
    put(exchange, null, true, false);
  }

  static void markDirect(Object exchange) {
    Sent before = expungeAndGet(exchange);
    put(exchange, null, before != null && before.retry, true);
  }

  private static void put(Object exchange, @Nullable String value, boolean retry, boolean direct) {
    SENT.put(new Key(exchange, COLLECTED), new Sent(value, retry, direct));
  }

  static @Nullable Sent of(Object exchange) {
    return SENT.get(new Key(exchange, null));
  }

  static int size() {
    return SENT.size();
  }

  private static @Nullable Sent expungeAndGet(Object exchange) {
    for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
      SENT.remove(gone);
    }
    return of(exchange);
  }

  /** What is known of one hop. */
  static final class Sent {
    final @Nullable String value;
    final boolean retry;
    final boolean direct;

    Sent(@Nullable String value, boolean retry, boolean direct) {
      this.value = value;
      this.retry = retry;
      this.direct = direct;
    }
  }

  /** Equal to another key of the same live object, and to itself once the object is gone. */
  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object exchange, @Nullable ReferenceQueue<Object> queue) {
      super(exchange, queue);
      hash = System.identityHashCode(exchange);
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
      return other instanceof Key && mine != null && mine == ((Key) other).get();
    }
  }
}
