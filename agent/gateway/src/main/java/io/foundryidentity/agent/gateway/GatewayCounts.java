package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.status.GatewayStatus;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a gateway does, for its metrics. Each count is of its own: a reader takes no lock.
 */
final class GatewayCounts {

  private static final int CLASSES = 6;
  private static final double[] BOUNDS = GatewayStatus.bounds();

  private final LongAdder[] answered = adders(CLASSES);
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
  private final Map<OwnError, LongAdder> failed = new EnumMap<>(OwnError.class);
  private final LongAdder sentBytes = new LongAdder();
  private final LongAdder stalled = new LongAdder();
  private final LongAdder[] durations = adders(BOUNDS.length + 1);
  private final LongAdder durationMillis = new LongAdder();

  GatewayCounts() {
    for (Refusal refusal : Refusal.values()) {
      refused.put(refusal, new LongAdder());
    }
    for (OwnError error : OwnError.values()) {
      failed.put(error, new LongAdder());
    }
  }

  private static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  void refused(Refusal refusal) {
    count(refused, refusal);
  }

  void failed(OwnError error) {
    count(failed, error);
  }

  private static <K> void count(Map<K, LongAdder> counts, K key) {
    LongAdder count = counts.get(key);
    if (count != null) {
      count.increment();
    }
  }

  /**
   * @param status 0 if the client left before there was one
   */
  void answered(int status, long millis) {
    int kind = status / 100;
    answered[kind < 0 || kind >= CLASSES ? 0 : kind].increment();
    int place = 0;
    while (place < BOUNDS.length && millis > BOUNDS[place] * 1000) {
      place++;
    }
    durations[place].increment();
    durationMillis.add(millis);
  }

  void sent(long bytes) {
    sentBytes.add(bytes);
  }

  void stalled() {
    stalled.increment();
  }

  GatewayStatus now(int authenticated, int unauthenticated) {
    Map<String, Long> byClass = new LinkedHashMap<>();
    for (int i = 1; i < CLASSES; i++) {
      byClass.put(i + "xx", answered[i].sum());
    }
    byClass.put("none", answered[0].sum());
    Map<String, Long> byRefusal = new LinkedHashMap<>();
    refused.forEach((refusal, count) -> byRefusal.put(refusal.label(), count.sum()));
    Map<String, Long> byError = new LinkedHashMap<>();
    failed.forEach((error, count) -> byError.put(error.label(), count.sum()));
    long[] cumulative = new long[durations.length];
    long all = 0;
    for (int i = 0; i < cumulative.length; i++) {
      all += durations[i].sum();
      cumulative[i] = all;
    }
    return new GatewayStatus(
        byClass,
        byRefusal,
        byError,
        authenticated,
        unauthenticated,
        sentBytes.sum(),
        stalled.sum(),
        cumulative,
        durationMillis.sum());
  }
}
