package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.token.Clock;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@link KeptAssertion} for each way to get one, shared by all sources that need it and for as
 * long as there is one of them.
 */
final class KeptAssertions {

  private final Clock clock;
  private final Map<List<?>, WeakReference<KeptAssertion>> all = new HashMap<>();

  KeptAssertions(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param settings of who gives it, as a value
   */
  synchronized KeptAssertion of(@Nullable Object settings, String audience) {
    all.values().removeIf(reference -> reference.get() == null);
    List<?> key = Arrays.asList(settings, audience);
    WeakReference<KeptAssertion> reference = all.get(key);
    KeptAssertion kept = reference == null ? null : reference.get();
    if (kept == null) {
      kept = new KeptAssertion(clock);
      all.put(key, new WeakReference<>(kept));
    }
    return kept;
  }
}
