package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.token.Identity;
import org.jspecify.annotations.Nullable;

/** The host, path, scope and identity of a request, which an explanation needs to name; a value. */
public final class Asked {

  private final String host;
  private final String path;
  private final String scope;
  private final String keyPrefix;
  private final Identity identity;
  private final @Nullable Boolean privateAddress;
  private final Shell shell;
  private final boolean bothScopes;
  private final @Nullable Rule rule;

  /**
   * @param path raw, without a query
   * @param keyPrefix the prefix of the keys of the target's rule: empty, or {@code rule.NAME.}
   * @param privateAddress whether the host's name resolves to a private address; null if that is
   *     not known
   */
  public Asked(
      String host,
      String path,
      String scope,
      String keyPrefix,
      Identity identity,
      @Nullable Boolean privateAddress) {
    this(
        host, path, scope, keyPrefix, identity, privateAddress, Shell.ofThisMachine(), false, null);
  }

  private Asked(
      String host,
      String path,
      String scope,
      String keyPrefix,
      Identity identity,
      @Nullable Boolean privateAddress,
      Shell shell,
      boolean bothScopes,
      @Nullable Rule rule) {
    this.rule = rule;
    this.shell = shell;
    this.bothScopes = bothScopes;
    this.host = host;
    this.path = path;
    this.scope = scope;
    this.keyPrefix = keyPrefix;
    this.identity = identity;
    this.privateAddress = privateAddress;
  }

  /** The same, for another shell than that of this machine. */
  public Asked in(Shell other) {
    return new Asked(
        host, path, scope, keyPrefix, identity, privateAddress, other, bothScopes, rule);
  }

  /** The same, after tokens for both scopes were refused: then another scope is no remedy. */
  public Asked withBothScopes() {
    return new Asked(host, path, scope, keyPrefix, identity, privateAddress, shell, true, rule);
  }

  Shell shell() {
    return shell;
  }

  boolean bothScopes() {
    return bothScopes;
  }

  String host() {
    return host;
  }

  String path() {
    return path;
  }

  String scope() {
    return scope;
  }

  Identity identity() {
    return identity;
  }

  boolean leadsOutside() {
    return privateAddress != null && !privateAddress;
  }

  boolean leadsInside() {
    return privateAddress != null && privateAddress;
  }

  /** The same, with the names of variables as that rule has them. */
  public Asked ofRule(Rule other) {
    return new Asked(
        host, path, scope, keyPrefix, identity, privateAddress, shell, bothScopes, other);
  }

  /** The variable that sets a key for this target. */
  String variable(Key key) {
    return rule == null ? key.variable(keyPrefix) : rule.variable(key);
  }

  /** The flag that sets a key for this target. */
  String flag(Key key, String value) {
    return shell.flag(key.property(keyPrefix), value);
  }
}
