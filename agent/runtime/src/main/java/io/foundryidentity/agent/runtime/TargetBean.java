package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.status.TargetStatus;
import org.jspecify.annotations.Nullable;

/** One target as an MXBean, read anew for each attribute. */
final class TargetBean implements TargetMXBean {

  private static final TargetStatus.Counts NONE = new TargetStatus.Counts(0, 0, 0, 0, 0);

  private final RunningAgent agent;
  private final String target;

  TargetBean(RunningAgent agent, String target) {
    this.agent = agent;
    this.target = target;
  }

  @Override
  public String getTarget() {
    return SafeText.line(target);
  }

  @Override
  public boolean isUsable() {
    TargetStatus status = status();
    return status != null && status.usable;
  }

  @Override
  public long getAuthorizedRequests() {
    return counts().signed;
  }

  @Override
  public long getUnauthorizedRequests() {
    return counts().unsigned;
  }

  @Override
  public long getStoppedRequests() {
    return counts().stopped;
  }

  @Override
  public long getRefusedRequests() {
    return counts().refused;
  }

  @Override
  public long getRetriedRequests() {
    return counts().retried;
  }

  private TargetStatus.Counts counts() {
    TargetStatus status = status();
    return status == null ? NONE : status.counts;
  }

  /** Null if a reload has just taken it away. */
  private @Nullable TargetStatus status() {
    for (TargetStatus each : agent.targets()) {
      if (each.target.equals(target)) {
        return each;
      }
    }
    return null;
  }
}
