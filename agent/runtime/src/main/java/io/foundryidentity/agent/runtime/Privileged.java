package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import java.security.AccessController;
import java.security.PrivilegedAction;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes with the agent's own permissions under a security manager: the application that makes
 * the request may not have the permissions that are needed to fetch a token.
 *
 * <p>Used only under a security manager, as it creates an object for each request. If a security
 * manager is set after the first client has loaded, the agent has already read what it needs.
 */
final class Privileged implements RequestTargets {

  private final RequestTargets targets;

  private Privileged(RequestTargets targets) {
    this.targets = targets;
  }

  static RequestTargets of(RequestTargets targets) {
    return System.getSecurityManager() == null ? targets : new Privileged(targets);
  }

  @Override
  public @Nullable RequestTarget find(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    RequestTarget target =
        AccessController.doPrivileged(
            (PrivilegedAction<@Nullable RequestTarget>)
                () -> targets.find(scheme, host, port, path));
    return target == null ? null : new PrivilegedTarget(target);
  }

  @Override
  public boolean isTargetHost(String host) {
    return targets.isTargetHost(host);
  }

  @Override
  public String[] keyHeaders() {
    return targets.keyHeaders();
  }

  @Override
  public void adviceFailed(Throwable failure) {
    AccessController.doPrivileged(
        (PrivilegedAction<@Nullable Void>)
            () -> {
              targets.adviceFailed(failure);
              return null;
            });
  }
}
