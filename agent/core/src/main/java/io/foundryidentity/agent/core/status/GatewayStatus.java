package io.foundryidentity.agent.core.status;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a gateway has done since it started, and its connections at one moment. */
public final class GatewayStatus {

  private static final double[] BOUNDS = {0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300};

  /**
   * Requests that were let in and answered, by the class of the status: 1xx (WebSockets) to 5xx.
   */
  public final Map<String, Long> answered;

  /** Requests that were refused with 403, by reason. */
  public final Map<String, Long> refused;

  /** Requests that the gateway answered with an error of its own, by reason. */
  public final Map<String, Long> failed;

  /** Connections whose client has shown a secret. */
  public final int authenticated;

  /** Connections whose current request has not shown a secret. */
  public final int unauthenticated;

  /** Bytes sent to clients. */
  public final long sentBytes;

  /** Connections that were closed because the client did not read. */
  public final long stalled;

  private final long[] durations;

  /** How long all of them took together. */
  public final long durationMillis;

  public GatewayStatus(
      Map<String, Long> answered,
      Map<String, Long> refused,
      Map<String, Long> failed,
      int authenticated,
      int unauthenticated,
      long sentBytes,
      long stalled,
      long[] durations,
      long durationMillis) {
    this.answered = copy(answered);
    this.refused = copy(refused);
    this.failed = copy(failed);
    this.authenticated = authenticated;
    this.unauthenticated = unauthenticated;
    this.sentBytes = sentBytes;
    this.stalled = stalled;
    this.durations = durations.clone();
    this.durationMillis = durationMillis;
  }

  /** The bounds of {@link #durations}, in seconds. */
  public static double[] bounds() {
    return BOUNDS.clone();
  }

  /** How many requests took at most as long as each bound, and in the last place all of them. */
  public long[] durations() {
    return durations.clone();
  }

  private static Map<String, Long> copy(Map<String, Long> counts) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }
}
