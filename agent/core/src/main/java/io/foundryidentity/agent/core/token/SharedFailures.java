package io.foundryidentity.agent.core.token;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which caches fail for the same reason, so that an identity endpoint that is down is one line of
 * the log, and not one for each scope and identity.
 */
final class SharedFailures {

  /** The caches that fail now, by the text that was logged for the first of them. */
  private final Map<String, Set<String>> caches = new LinkedHashMap<>();

  /** Texts whose outage is over for some of their caches: the next one is another outage. */
  private final Set<String> over = new HashSet<>();

  /**
   * Notes the failure of one cache.
   *
   * @return whether this text is to be logged: no other cache that still fails has the same one, or
   *     one of them has had a new token since
   */
  synchronized boolean isNew(String text, String cache) {
    Set<String> failing = caches.computeIfAbsent(text, unseen -> new LinkedHashSet<>());
    failing.add(cache);
    boolean again = over.remove(text);
    return failing.size() == 1 || again;
  }

  /**
   * Notes that a cache has a new token.
   *
   * @return the other caches that still fail for its reason
   */
  synchronized List<String> ended(String cache) {
    Set<String> others = new LinkedHashSet<>();
    caches.forEach(
        (text, failing) -> {
          if (failing.remove(cache)) {
            others.addAll(failing);
            over.add(text);
          }
        });
    caches.values().removeIf(Set::isEmpty);
    over.retainAll(caches.keySet());
    return new ArrayList<>(others);
  }
}
