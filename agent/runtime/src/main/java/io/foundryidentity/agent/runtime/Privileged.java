package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes with the agent's own rights under a security manager: the application that makes the
 * request may be allowed to do less than it takes to fetch a token.
 *
 * <p>Only there, as it costs an object for each request. A security manager that is set later than
 * the first client is loaded finds what must be read read already.
 */
final class Privileged implements RequestAuthorizer {

  private final RequestAuthorizer authorizer;

  private Privileged(RequestAuthorizer authorizer) {
    this.authorizer = authorizer;
  }

  static RequestAuthorizer of(RequestAuthorizer authorizer) {
    return System.getSecurityManager() == null ? authorizer : new Privileged(authorizer);
  }

  @Override
  public @Nullable String authorize(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException {
    try {
      return AccessController.doPrivileged(
          (PrivilegedExceptionAction<@Nullable String>)
              () -> authorizer.authorize(scheme, host, port, path, existing, mayWait));
    } catch (PrivilegedActionException failure) {
      throw (FailurePolicyException) failure.getException(); // The only checked one there
    }
  }

  @Override
  public void prepare(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException {
    try {
      AccessController.doPrivileged(
          (PrivilegedExceptionAction<@Nullable Void>)
              () -> {
                authorizer.prepare(scheme, host, port, path, existing, mayWait);
                return null;
              });
    } catch (PrivilegedActionException failure) {
      throw (FailurePolicyException) failure.getException(); // The only checked one there
    }
  }

  @Override
  public @Nullable String present(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    return AccessController.doPrivileged(
        (PrivilegedAction<@Nullable String>)
            () -> authorizer.present(scheme, host, port, path, existing));
  }

  @Override
  public boolean concerns(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    return privileged(() -> authorizer.concerns(scheme, host, port, path, existing));
  }

  @Override
  public boolean defer(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      Runnable whenSettled) {
    return privileged(() -> authorizer.defer(scheme, host, port, path, existing, whenSettled));
  }

  @Override
  public boolean refused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      boolean mayWait) {
    return privileged(() -> authorizer.refused(scheme, host, port, path, sent, mayWait));
  }

  @Override
  public void retried(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    authorizer.retried(scheme, host, port, path);
  }

  @Override
  public boolean deferRefused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      Runnable whenSettled) {
    return privileged(() -> authorizer.deferRefused(scheme, host, port, path, sent, whenSettled));
  }

  @Override
  public void forbidden(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent) {
    privileged(
        () -> {
          authorizer.forbidden(scheme, host, port, path, sent);
          return true;
        });
  }

  @Override
  public boolean isTargetHost(String host) {
    return authorizer.isTargetHost(host);
  }

  @Override
  public String[] keyHeaders() {
    return authorizer.keyHeaders();
  }

  @Override
  public void adviceFailed(Throwable failure) {
    privileged(
        () -> {
          authorizer.adviceFailed(failure);
          return true;
        });
  }

  private static boolean privileged(PrivilegedAction<Boolean> action) {
    return AccessController.doPrivileged(action);
  }
}
