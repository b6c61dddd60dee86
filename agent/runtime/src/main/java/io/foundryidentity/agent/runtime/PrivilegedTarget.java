package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.WaitingCall;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import org.jspecify.annotations.Nullable;

/** A target that is asked with the agent's own permissions: see {@link Privileged}. */
final class PrivilegedTarget implements RequestTarget {

  private final RequestTarget target;

  PrivilegedTarget(RequestTarget target) {
    this.target = target;
  }

  @Override
  public @Nullable RequestTarget now(String host, @Nullable String path) {
    RequestTarget now = target.now(host, path);
    return now == null ? null : now == target ? this : new PrivilegedTarget(now);
  }

  @Override
  public @Nullable String authorize(
      @Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    return policed(() -> target.authorize(path, existing, mayWait));
  }

  @Override
  public void await(@Nullable String path, @Nullable String existing, WaitingCall call) {
    privileged(
        () -> {
          target.await(path, existing, call);
          return true;
        });
  }

  @Override
  public boolean prepare(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    return policed(() -> target.prepare(path, existing, mayWait));
  }

  @Override
  public @Nullable String present(@Nullable String path, @Nullable String existing) {
    return AccessController.doPrivileged(
        (PrivilegedAction<@Nullable String>) () -> target.present(path, existing));
  }

  @Override
  public boolean concerns(@Nullable String path, @Nullable String existing) {
    return privileged(() -> target.concerns(path, existing));
  }

  @Override
  public boolean defer(@Nullable String path, @Nullable String existing, Runnable whenSettled) {
    return privileged(() -> target.defer(path, existing, whenSettled));
  }

  @Override
  public boolean refused(String host, @Nullable String path, String sent, long waitMillis) {
    return privileged(() -> target.refused(host, path, sent, waitMillis));
  }

  @Override
  public boolean deferRefused(@Nullable String path, String sent, Runnable whenSettled) {
    return privileged(() -> target.deferRefused(path, sent, whenSettled));
  }

  @Override
  public void unproven(String fault) {
    privileged(
        () -> {
          target.unproven(fault);
          return true;
        });
  }

  @Override
  public void retried() {
    target.retried();
  }

  @Override
  public void forbidden(String host, @Nullable String path, String sent) {
    privileged(
        () -> {
          target.forbidden(host, path, sent);
          return true;
        });
  }

  /** Needs no permission. */
  @Override
  public void accepted(@Nullable String path, String sent) {
    target.accepted(path, sent);
  }

  @Override
  public String explainNoToken(@Nullable String path) {
    return target.explainNoToken(path);
  }

  private static boolean privileged(PrivilegedAction<Boolean> action) {
    return AccessController.doPrivileged(action);
  }

  private static <T extends @Nullable Object> T policed(PrivilegedExceptionAction<T> action)
      throws FailurePolicyException {
    try {
      return AccessController.doPrivileged(action);
    } catch (PrivilegedActionException failure) {
      throw (FailurePolicyException) failure.getException(); // The only checked one there
    }
  }
}
