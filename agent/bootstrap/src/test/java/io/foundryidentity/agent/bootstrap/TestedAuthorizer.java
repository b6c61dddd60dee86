package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/** Holds nothing back and has no other token; what a test asks of it, it overrides. */
abstract class TestedAuthorizer implements RequestAuthorizer {

  @Override
  public @Nullable String authorize(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException {
    throw new AssertionError("not asked for");
  }

  @Override
  public boolean refused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      boolean mayWait) {
    throw new AssertionError("not asked for");
  }

  @Override
  public boolean defer(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      Runnable whenSettled) {
    return false;
  }

  @Override
  public boolean deferRefused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      Runnable whenSettled) {
    return false;
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
