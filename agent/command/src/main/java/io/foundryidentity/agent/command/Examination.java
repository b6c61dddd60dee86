package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyChoice;
import io.foundryidentity.agent.core.diagnosis.Asked;
import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.targets.Scopes;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.token.BearerToken;
import org.jspecify.annotations.Nullable;

/** The check of one target, and what its steps have found so far. */
final class Examination {

  private final Rule rule;
  private final Target target;
  private final String host;
  private final String path;
  private final ProxyChoice choice;
  private final Connector connector;

  private @Nullable Boolean privateAddress;
  private boolean unresolved;
  private boolean reached;
  private @Nullable BearerToken token;

  /**
   * @param host the target's host; for a wildcard, a host that it covers
   * @param path a path that the target covers
   */
  Examination(
      Rule rule, Target target, String host, String path, ProxyChoice choice, Connector connector) {
    this.rule = rule;
    this.target = target;
    this.host = host;
    this.path = path;
    this.choice = choice;
    this.connector = connector;
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

  String scope() {
    String scope = rule.scope();
    return scope != null ? scope : Scopes.auto(host, path);
  }

  /** {@code host:port} of the proxy on the way, or null. */
  @Nullable String proxy() {
    return target.scheme().equals("http") ? null : choice.proxy();
  }

  Connector connector() {
    return connector;
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

  void reached() {
    reached = true;
  }

  boolean wasReached() {
    return reached;
  }

  void signedIn(BearerToken with) {
    token = with;
  }

  @Nullable BearerToken token() {
    return token;
  }

  TokenClaims claims() {
    return TokenClaims.of(token == null ? "" : token.authorization());
  }

  Asked asked() {
    return new Asked(host, path, scope(), rule.keyPrefix(), rule.identity(), privateAddress);
  }
}
