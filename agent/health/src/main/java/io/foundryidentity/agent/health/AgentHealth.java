package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.status.AgentStatus;
import io.foundryidentity.agent.core.status.GatewayStatus;
import org.jspecify.annotations.Nullable;

/** The agent's state at one moment, and whether it could be installed. Public for the runtime. */
public final class AgentHealth {

  final AgentStatus status;

  /** Why the agent could not be installed; null if it could, or if that is not over yet. */
  final @Nullable String failure;

  /** Null where there is no gateway. */
  final @Nullable GatewayStatus gateway;

  public AgentHealth(AgentStatus status, @Nullable String failure) {
    this(status, failure, null);
  }

  /**
   * @param gateway null where there is none
   */
  public AgentHealth(
      AgentStatus status, @Nullable String failure, @Nullable GatewayStatus gateway) {
    this.status = status;
    this.gateway = gateway;
    this.failure = failure == null ? null : SafeText.line(failure);
  }

  /** As {@code status} says it; an agent that is not installed is never ready. */
  boolean isReady() {
    return notReady() == null;
  }

  /** Why it is not ready, as one line without secrets; null if it is. */
  public @Nullable String notReady() {
    if (failure != null) {
      return failure;
    }
    String why = status.notReady();
    return why == null ? null : SafeText.line(why);
  }

  /** All metrics, as OpenMetrics text. */
  public String metrics() {
    return Metrics.of(this, System.currentTimeMillis());
  }
}
