package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.target.Target;
import io.foundryidentity.agent.core.token.Identity;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group of hosts and the identity that signs in to them. */
public final class Rule {

  /** The rule that the keys without {@code rule.NAME.} describe. */
  public static final String DEFAULT = "default";

  private final String name;
  private final List<Target> targets;
  private final Identity identity;
  private final @Nullable String scope;

  Rule(String name, List<Target> targets, Identity identity, @Nullable String scope) {
    this.name = name;
    this.targets = Collections.unmodifiableList(targets);
    this.identity = identity;
    this.scope = scope;
  }

  public String name() {
    return name;
  }

  public List<Target> targets() {
    return targets;
  }

  public Identity identity() {
    return identity;
  }

  /** Null for {@code auto}. */
  public @Nullable String scope() {
    return scope;
  }
}
