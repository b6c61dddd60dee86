package io.foundryidentity.agent.core.status;

import io.foundryidentity.agent.core.token.TokenStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a JVM's agent at one moment: everything that an operator can see. */
public final class AgentStatus {

  public final String version;

  /** False if it was switched off at run time. */
  public final boolean on;

  public final boolean dryRun;

  /** What Foundry's platform calls the environment of a hosted agent; null anywhere else. */
  public final @Nullable String hostingEnvironment;

  public final List<TargetStatus> targets;
  public final List<TokenStatus> tokens;
  public final List<ClientStatus> clients;

  /** Clients that the configuration switches off. */
  public final List<String> clientsNotWanted;

  /** The last changes of state, the oldest first. */
  public final List<StatusEvent> events;

  public AgentStatus(
      String version,
      boolean on,
      boolean dryRun,
      @Nullable String hostingEnvironment,
      List<TargetStatus> targets,
      List<TokenStatus> tokens,
      List<ClientStatus> clients,
      List<String> clientsNotWanted,
      List<StatusEvent> events) {
    this.version = version;
    this.on = on;
    this.dryRun = dryRun;
    this.hostingEnvironment = hostingEnvironment;
    this.targets = Collections.unmodifiableList(targets);
    this.tokens = Collections.unmodifiableList(tokens);
    this.clients = Collections.unmodifiableList(clients);
    this.clientsNotWanted = Collections.unmodifiableList(clientsNotWanted);
    this.events = Collections.unmodifiableList(events);
  }

  /**
   * Whether the next request to each target that was used would get a token. Before the first
   * request: whether there is any token.
   */
  public boolean isReady() {
    return notReady() == null;
  }

  /** Why it is not ready; null if it is. */
  public @Nullable String notReady() {
    if (!on) {
      return "switched off at run time";
    }
    if (dryRun) {
      return "dry run: no request gets a token";
    }
    List<String> without = new ArrayList<>();
    boolean used = false;
    for (TargetStatus target : targets) {
      used |= target.used;
      if (target.used && !target.usable) {
        without.add(target.target);
      }
    }
    if (!without.isEmpty()) {
      String failure = failure();
      return "no token for " + String.join(", ", without) + (failure == null ? "" : ": " + failure);
    }
    if (used) {
      return null;
    }
    String why = "no token was asked for yet";
    for (TokenStatus token : tokens) {
      if (token.usable) {
        return null;
      }
      if (token.askingSinceMillis != 0) {
        why = "the first token is on its way";
      }
    }
    String failure = failure();
    return failure == null ? why : "no token: " + failure;
  }

  /** Why the first cache without a token has none; null if no fetch of such a cache has failed. */
  private @Nullable String failure() {
    for (TokenStatus token : tokens) {
      if (!token.usable && token.failures > 0) {
        return token.failure;
      }
    }
    return null;
  }
}
