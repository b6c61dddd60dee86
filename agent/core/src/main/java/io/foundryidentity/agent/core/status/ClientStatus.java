package io.foundryidentity.agent.core.status;

import org.jspecify.annotations.Nullable;

/** A client of one version whose classes the JVM has loaded. */
public final class ClientStatus {

  /** Its name in the key {@code clients}. */
  public final String client;

  /** Null if it is not known. */
  public final @Nullable String version;

  /** Its jar; null for a client of the JDK. */
  public final @Nullable String origin;

  /** Why its requests are not authorized; null if they are. */
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
