package io.foundryidentity.agent.bootstrap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Locale;
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

  /** The hop is the one retry of another. */
  static final int RETRY = 1;

  /** The hop goes to its host without a proxy between. */
  static final int DIRECT = 2;

  /** The hop was answered with 401. */
  static final int REFUSED = 4;

  /** The hop would have been signed if there had been a token. */
  static final int UNSIGNED = 8;

  /** The hop goes over TLS, which was asked to verify its host. */
  static final int SECURE = 16;

  /** A signed head is being written. */
  static final int SIGNING = 32;

  /** The hop says https and goes without TLS. */
  static final int UNENCRYPTED = 64;

  /** The hop was held back until there was a token, or none to be had. */
  static final int HELD = 128;

  /**
   * By {@link WeakIdentity}; asked with {@link LiveIdentity}. With room for more than there will
   * be: the few entries that come and go with each request else share their cache lines, and cores
   * that send at once take them from each other.
   */
  private static final ConcurrentHashMap<Object, Sent> SENT = new ConcurrentHashMap<>(1024);

  private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

  /** By host, in lower case; targets alone are in it. */
  private static final ConcurrentHashMap<String, String> LAST_REFUSED = new ConcurrentHashMap<>();

  /** In a JVM that has sent nothing to a target a look-up costs no key. */
  private static volatile boolean used;

  private SentBearers() {}

  static void remember(
      Object exchange,
      String value,
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path) {
    add(exchange, new Sent(value, 0, scheme, host, port, path));
  }

  static void mark(Object exchange, int flag) {
    add(exchange, new Sent(flag));
  }

  static void markSecure(Object connection, String host) {
    put(connection, new Sent(null, SECURE, null, host, -1, null));
  }

  /** Of a bearer itself, for as long as it is anywhere in use. */
  static void markRefused(String value, @Nullable String host) {
    put(value, new Sent(null, REFUSED, null, host, -1, null));
    if (host != null) {
      LAST_REFUSED.put(host.toLowerCase(Locale.ROOT), value);
    }
  }

  /** The bearer that a host refused last. */
  static @Nullable String lastRefused(@Nullable String host) {
    return host == null ? null : LAST_REFUSED.get(host.toLowerCase(Locale.ROOT));
  }

  static void forgetLastRefused(@Nullable String host) {
    if (host != null) {
      LAST_REFUSED.remove(host.toLowerCase(Locale.ROOT));
    }
  }

  static boolean isRefused(@Nullable String value, @Nullable String host) {
    Sent sent = value == null ? null : of(value);
    return sent != null && sent.is(REFUSED) && host != null && host.equalsIgnoreCase(sent.host);
  }

  /** To what is known, in one step: another thread may just be adding what forbids a token. */
  private static void add(Object exchange, Sent news) {
    LiveIdentity live = new LiveIdentity(exchange);
    Sent before = used ? SENT.get(live) : null; // A key that is not used would cost more
    if (before == null) {
      before = SENT.putIfAbsent(key(exchange), news);
    }
    while (before != null && !SENT.replace(live, before, news.after(before))) {
      before = SENT.putIfAbsent(key(exchange), news);
    }
  }

  /** In the place of what is known. */
  private static void put(Object exchange, Sent sent) {
    SENT.put(key(exchange), sent);
  }

  /** To put something under; the ones whose object is gone leave first. */
  private static WeakIdentity key(Object exchange) {
    for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
      SENT.remove(gone);
    }
    if (!used) { // To write it for each request would have every core fetch it anew
      used = true;
    }
    return new WeakIdentity(exchange, COLLECTED);
  }

  static @Nullable Sent of(Object exchange) {
    return used ? SENT.get(new LiveIdentity(exchange)) : null;
  }

  static void forget(Object exchange) {
    SENT.remove(new LiveIdentity(exchange));
  }

  /** In one step with the look at it: another thread may just be adding to what is known. */
  static void forgetAnswered(Object exchange) {
    if (used) {
      LiveIdentity live = new LiveIdentity(exchange);
      Sent sent = SENT.get(live);
      if (sent != null && !sent.is(UNENCRYPTED)) {
        SENT.remove(live, sent);
      }
    }
  }

  /** What is known of one hop. */
  static final class Sent {
    final @Nullable String value;
    final @Nullable String scheme;
    final @Nullable String host;
    final int port;
    final @Nullable String path;
    private final int flags;

    Sent(int flags) {
      this(null, flags, null, null, -1, null);
    }

    Sent(
        @Nullable String value,
        int flags,
        @Nullable String scheme,
        @Nullable String host,
        int port,
        @Nullable String path) {
      this.value = value;
      this.flags = flags;
      this.scheme = scheme;
      this.host = host;
      this.port = port;
      this.path = path;
    }

    /** Both taken together; a bearer takes the place of one before it, a mark takes no place. */
    Sent after(Sent before) {
      return value == null ? before.with(flags) : with(before.flags);
    }

    private Sent with(int more) {
      return new Sent(value, flags | more, scheme, host, port, path);
    }

    boolean is(int flag) {
      return (flags & flag) != 0;
    }

    /** Whether a refusal of this hop is the agent's affair. */
    boolean isOurs() {
      return value != null || is(UNSIGNED);
    }
  }
}
