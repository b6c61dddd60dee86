package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.Target;
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
  private final String hostsSource;
  private final Identity identity;
  private final @Nullable String scope;
  private final String variablePrefix;

  /**
   * @param hostsSource where {@code hosts} is set, as a text for messages
   * @param variablePrefix what the operator's variables begin with
   */
  Rule(
      String name,
      List<Target> targets,
      String hostsSource,
      Identity identity,
      @Nullable String scope,
      String variablePrefix) {
    this.name = name;
    this.hostsSource = hostsSource;
    this.targets = Collections.unmodifiableList(targets);
    this.identity = identity;
    this.scope = scope;
    this.variablePrefix = variablePrefix;
  }

  public String name() {
    return name;
  }

  /** The prefix of its keys: empty, or {@code rule.NAME.}. */
  public String keyPrefix() {
    return name.equals(DEFAULT) ? "" : KeyNames.RULE_PREFIX + name + '.';
  }

  /** The variable that sets a key for this rule, with the prefix that is in use. */
  public String variable(Key key) {
    return key.variable(variablePrefix, keyPrefix());
  }

  public List<Target> targets() {
    return targets;
  }

  /** Where its hosts are set, for example {@code agent argument}; a text for messages. */
  public String hostsSource() {
    return hostsSource;
  }

  public Identity identity() {
    return identity;
  }

  /** Null for {@code auto}. */
  public @Nullable String scope() {
    return scope;
  }
}
