package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.diagnosis.Asked;
import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.targets.Scopes;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.token.BearerToken;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The check of one target, and what its steps have found so far. */
final class Examination {

  private final Rule rule;
  private final Target target;
  private final String host;
  private final String path;
  private final Way jvm;
  private final @Nullable Way variable;
  private final Predicate<String> covered;

  private @Nullable Boolean privateAddress;
  private boolean unresolved;
  private @Nullable Way reachedBy;
  private @Nullable BearerToken token;
  private @Nullable String otherScope;
  private boolean bothScopesRefused;

  /**
   * @param host the target's host; for a wildcard, a host that it covers
   * @param path a path that the target covers
   * @param jvm the way with the JVM's own proxy settings
   * @param variable the way with HTTPS_PROXY, if it is another one
   * @param covered whether a path of this host belongs to the same target
   */
  Examination(
      Rule rule,
      Target target,
      String host,
      String path,
      Way jvm,
      @Nullable Way variable,
      Predicate<String> covered) {
    this.rule = rule;
    this.target = target;
    this.host = host;
    this.path = path;
    this.jvm = jvm;
    this.variable = variable;
    this.covered = covered;
  }

  Rule rule() {
    return rule;
  }

  Target target() {
    return target;
  }

  String host() {
    return host;
  }

  String path() {
    return path;
  }

  boolean covers(String otherPath) {
    return covered.test(otherPath);
  }

  /** The scope of the token that is in use. */
  String scope() {
    String scope = otherScope != null ? otherScope : rule.scope();
    return scope != null ? scope : Scopes.auto(host, path);
  }

  Way jvm() {
    return jvm;
  }

  @Nullable Way variable() {
    return variable;
  }

  /** Whether its name resolves to a private address. */
  void leadsInside(boolean inside) {
    privateAddress = inside;
  }

  void unresolved() {
    unresolved = true;
  }

  boolean isUnresolved() {
    return unresolved;
  }

  void reached(Way way) {
    reachedBy = way;
  }

  boolean wasReached() {
    return reachedBy != null;
  }

  /** The way that leads to the target; the JVM's own if none does. */
  Way reachedBy() {
    return reachedBy == null ? jvm : reachedBy;
  }

  void signedIn(BearerToken with) {
    token = with;
  }

  /** The target accepts that token and not the first one. */
  void signedIn(BearerToken with, String scope) {
    token = with;
    otherScope = scope;
  }

  void bothScopesRefused() {
    bothScopesRefused = true;
  }

  @Nullable BearerToken token() {
    return token;
  }

  TokenClaims claims() {
    return TokenClaims.of(token == null ? "" : token.authorization());
  }

  Asked asked() {
    Asked asked =
        new Asked(host, path, scope(), rule.keyPrefix(), rule.identity(), privateAddress)
            .ofRule(rule);
    return bothScopesRefused ? asked.withBothScopes() : asked;
  }
}
