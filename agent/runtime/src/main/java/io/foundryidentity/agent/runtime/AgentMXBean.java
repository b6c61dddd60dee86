package io.foundryidentity.agent.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agent's values in JMX, and its kill switch; public, as JMX requires. */
public interface AgentMXBean {

  String getVersion();

  /** Whether requests are authorized; setting it to false is the kill switch. */
  boolean isEnabled();

  void setEnabled(boolean enabled);

  boolean isDryRun();

  /** Whether the next request to each target that was used would get a token. */
  boolean isReady();

  /** Why it is not ready; null if it is. */
  @Nullable String getNotReady();

  /** For each target: signed, unsigned, stopped, refused and retried requests. */
  Map<String, Map<String, Long>> getRequests();

  /** For each token cache: its state in words. */
  Map<String, String> getTokens();

  /** When the token of each cache expires, in milliseconds since the epoch; 0 without one. */
  Map<String, Long> getTokenExpiry();

  /** Everything, in the form of {@code status --json}. */
  String getStatus();
}
