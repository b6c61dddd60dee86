package io.foundryidentity.agent.core.status;

import org.jspecify.annotations.Nullable;

/**
 * What a gateway shows to probes and to Prometheus. Reads what is in memory: no question fetches a
 * token.
 */
public interface GatewayHealth {

  /** Why the next request would get no token, as one line without secrets; null if it would. */
  @Nullable String notReady();

  /** All metrics, as OpenMetrics text. */
  String metrics();
}
