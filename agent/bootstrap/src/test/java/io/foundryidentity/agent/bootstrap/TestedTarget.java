package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * The target of every request; it holds nothing back and has no other token. A test overrides the
 * methods that it checks.
 */
abstract class TestedTarget implements RequestTarget, RequestTargets {

  /** For a test that checks the address itself; null for no target. */
  @Override
  public @Nullable RequestTarget find(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    return this;
  }

  @Override
  public @Nullable RequestTarget now(String host, @Nullable String path) {
    return this;
  }

  @Override
  public @Nullable String authorize(
      @Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    throw new AssertionError("not asked for");
  }

  @Override
  public void await(@Nullable String path, @Nullable String existing, WaitingCall call) {
    throw new AssertionError("not asked for");
  }

  @Override
  public boolean prepare(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    throw new AssertionError("not asked for");
  }

  @Override
  public @Nullable String present(@Nullable String path, @Nullable String existing) {
    try {
      return authorize(path, existing, false);
    } catch (FailurePolicyException noToken) {
      return NO_TOKEN;
    }
  }

  @Override
  public boolean concerns(@Nullable String path, @Nullable String existing) {
    try {
      return authorize(path, existing, false) != null;
    } catch (FailurePolicyException noToken) {
      return true;
    }
  }

  @Override
  public boolean defer(@Nullable String path, @Nullable String existing, Runnable whenSettled) {
    return false;
  }

  @Override
  public boolean refused(String host, @Nullable String path, String sent, long waitMillis) {
    throw new AssertionError("not asked for");
  }

  @Override
  public boolean deferRefused(@Nullable String path, String sent, Runnable whenSettled) {
    return false;
  }

  @Override
  public void unproven(String fault) {
    throw new AssertionError(fault);
  }

  @Override
  public void retried() {
    // Counted elsewhere
  }

  @Override
  public void forbidden(String host, @Nullable String path, String sent) {
    throw new AssertionError("not asked for");
  }

  @Override
  public void accepted(@Nullable String path, String sent) {
    // The core's own tests look at it
  }

  @Override
  public String explainNoToken(@Nullable String path) {
    return "no token";
  }

  @Override
  public boolean isTargetHost(String host) {
    return true;
  }

  @Override
  public String[] keyHeaders() {
    return new String[0];
  }

  @Override
  public void adviceFailed(Throwable failure) {
    throw new AssertionError(failure);
  }
}
