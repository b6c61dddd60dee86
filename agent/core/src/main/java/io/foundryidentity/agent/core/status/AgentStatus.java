package io.foundryidentity.agent.core.status;

import io.foundryidentity.agent.core.token.TokenStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the agent of a JVM stands at one moment: everything that an operator may see of it. */
public final class AgentStatus {

  public final String version;

  /** False where it was taken out of the path at run time. */
  public final boolean on;

  public final boolean dryRun;

  public final List<TargetStatus> targets;
  public final List<TokenStatus> tokens;
  public final List<ClientStatus> clients;

  /** Names that the configuration leaves out. */
  public final List<String> clientsNotWanted;

  public AgentStatus(
      String version,
      boolean on,
      boolean dryRun,
      List<TargetStatus> targets,
      List<TokenStatus> tokens,
      List<ClientStatus> clients,
      List<String> clientsNotWanted) {
    this.version = version;
    this.on = on;
    this.dryRun = dryRun;
    this.targets = Collections.unmodifiableList(targets);
    this.tokens = Collections.unmodifiableList(tokens);
    this.clients = Collections.unmodifiableList(clients);
    this.clientsNotWanted = Collections.unmodifiableList(clientsNotWanted);
  }

  /**
   * Whether the next request to each target that was used would be signed. Before the first request
   * that is so as soon as some token is there.
   */
  public boolean isReady() {
    return notReady() == null;
  }

  /** Why not; null where it is ready. */
  public @Nullable String notReady() {
    if (!on) {
      return "switched off at run time";
    }
    if (dryRun) {
      return "dry run: nothing is signed";
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
      return "no token for " + String.join(", ", without);
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
      } else if (token.failures > 0) {
        why = "no token: " + token.failure;
      }
    }
    return why;
  }
}
