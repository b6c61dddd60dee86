package io.foundryidentity.agent.bootstrap;

import java.lang.ref.WeakReference;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which bearers a host refused, for {@link LayeredRequest}. Bearers are held weakly: one
 * is known here as long as it is in use anywhere.
 */
final class RefusedBearers {

  /** Stands for a bearer that nobody uses any more; differs from every bearer. */
  private static final String GONE = "Bearer";

  /** The host by the bearer; static as {@link ExchangeNotes} is, and emptied by {@link #clear}. */
  private static final WeakTable<String> REFUSED = new WeakTable<>();

  /** By host, in lower case; contains targets only. */
  private static final ConcurrentHashMap<String, WeakReference<String>> LAST =
      new ConcurrentHashMap<>();

  private RefusedBearers() {}

  static void add(String bearer, String host) {
    String lowerCase = host.toLowerCase(Locale.ROOT);
    REFUSED.put(bearer, lowerCase);
    LAST.put(lowerCase, new WeakReference<>(bearer));
  }

  static boolean contains(String bearer, String host) {
    return host.equalsIgnoreCase(REFUSED.get(bearer));
  }

  /**
   * The bearer that a host refused last; {@link #GONE} if it is not in use any more; null if none
   * was refused.
   */
  static @Nullable String last(String host) {
    WeakReference<String> last = LAST.get(host.toLowerCase(Locale.ROOT));
    if (last == null) {
      return null;
    }
    String bearer = last.get();
    return bearer == null ? GONE : bearer;
  }

  static void forgetLast(String host) {
    LAST.remove(host.toLowerCase(Locale.ROOT));
  }

  static void clear() {
    REFUSED.clear();
    LAST.clear();
  }
}
