package io.foundryidentity.agent.core.status;

import org.jspecify.annotations.Nullable;

/** A client of one version whose classes the agent has met. */
public final class ClientStatus {

  /** As the key {@code clients} calls it. */
  public final String client;

  /** Null where it cannot be known. */
  public final @Nullable String version;

  /** The jar that it came from; null for the JDK's own. */
  public final @Nullable String origin;

  /** Why it is left alone; null where its requests are signed. */
  public final @Nullable String leftAlone;

  public ClientStatus(
      String client,
      @Nullable String version,
      @Nullable String origin,
      @Nullable String leftAlone) {
    this.client = client;
    this.version = version;
    this.origin = origin;
    this.leftAlone = leftAlone;
  }
}
