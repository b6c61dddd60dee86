package io.foundryidentity.agent.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What JMX shows of the agent, and its kill switch; public, as JMX asks for that. */
public interface AgentMXBean {

  String getVersion();

  /** Whether requests are signed; setting it to false is the kill switch. */
  boolean isEnabled();

  void setEnabled(boolean enabled);

  boolean isDryRun();

  /** Whether the next request to each target that was used would get a token. */
  boolean isReady();

  /** Why not; null where it is ready. */
  @Nullable String getNotReady();

  /** Of each target: signed, unsigned, stopped, refused and retried requests. */
  Map<String, Map<String, Long>> getRequests();

  /** Of each token cache: its state in words. */
  Map<String, String> getTokens();

  /** When the token of each cache expires, in milliseconds since the epoch; 0 without one. */
  Map<String, Long> getTokenExpiry();

  /** All of it, as {@code status --json} shows it. */
  String getStatus();
}
