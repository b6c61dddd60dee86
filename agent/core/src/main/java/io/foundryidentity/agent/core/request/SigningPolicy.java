package io.foundryidentity.agent.core.request;

/** What the configuration says of every signed request; a value. */
public final class SigningPolicy {

  private final boolean failsWithoutToken;
  private final long tokenWaitMillis;
  private final boolean keepsBearers;
  private final boolean dryRun;

  /**
   * Public for the isolated side's wiring.
   *
   * @param failsWithoutToken {@code on-failure=fail}
   * @param tokenWaitMillis the longest that a request waits, in milliseconds
   * @param keepsBearers {@code existing-bearer=keep}
   */
  public SigningPolicy(
      boolean failsWithoutToken, long tokenWaitMillis, boolean keepsBearers, boolean dryRun) {
    this.failsWithoutToken = failsWithoutToken;
    this.tokenWaitMillis = tokenWaitMillis;
    this.keepsBearers = keepsBearers;
    this.dryRun = dryRun;
  }

  boolean failsWithoutToken() {
    return failsWithoutToken;
  }

  long tokenWaitMillis() {
    return tokenWaitMillis;
  }

  boolean keepsBearers() {
    return keepsBearers;
  }

  boolean isDryRun() {
    return dryRun;
  }
}
