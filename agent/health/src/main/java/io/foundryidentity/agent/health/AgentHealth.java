package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.status.AgentStatus;
import org.jspecify.annotations.Nullable;

/** The agent's state at one moment, and whether it could be installed. Public for the runtime. */
public final class AgentHealth {

  final AgentStatus status;

  /** Why the agent could not be installed; null if it could, or if that is not over yet. */
  final @Nullable String failure;

  public AgentHealth(AgentStatus status, @Nullable String failure) {
    this.status = status;
    this.failure = failure == null ? null : SafeText.line(failure);
  }

  /** As {@code status} says it; an agent that is not installed is never ready. */
  boolean isReady() {
    return notReady() == null;
  }

  /** Why it is not ready, as one line without secrets; null if it is. */
  @Nullable String notReady() {
    if (failure != null) {
      return failure;
    }
    String why = status.notReady();
    return why == null ? null : SafeText.line(why);
  }
}
