package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyRoute;
import io.foundryidentity.agent.core.diagnosis.Asked;
import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.target.Scopes;
import io.foundryidentity.agent.core.target.Target;
import io.foundryidentity.agent.core.token.BearerToken;
import org.jspecify.annotations.Nullable;

/** One target under examination, and what the steps so far found out about it. */
final class Examination {

  private final Rule rule;
  private final Target target;
  private final String host;
  private final String path;
  private final ProxyRoute route;
  private final Connector connector;

  private @Nullable Boolean privateAddress;
  private boolean unresolved;
  private boolean reached;
  private @Nullable BearerToken token;

  /**
   * @param host of the target; of a wildcard, one that it covers
   * @param path that the target covers
   */
  Examination(
      Rule rule, Target target, String host, String path, ProxyRoute route, Connector connector) {
    this.rule = rule;
    this.target = target;
    this.host = host;
    this.path = path;
    this.route = route;
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
    return target.scheme().equals("http") ? null : route.proxy();
  }

  Connector connector() {
    return connector;
  }

  /** Whether its name leads into a private network. */
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
    String keyPrefix = rule.name().equals(Rule.DEFAULT) ? "" : "rule." + rule.name() + ".";
    return new Asked(host, path, scope(), keyPrefix, rule.identity(), privateAddress);
  }
}
