package io.foundryidentity.agent.core.request;

/** The settings for every request to a target; a value. */
public final class AuthorizationPolicy {

  private final boolean failsWithoutToken;
  private final long tokenWaitMillis;
  private final boolean keepsBearers;
  private final boolean dryRun;

  /**
   * Public for the runtime module, which creates it.
   *
   * @param failsWithoutToken {@code on-failure=fail}
   * @param tokenWaitMillis the longest time that a request waits for a token, in milliseconds
   * @param keepsBearers {@code existing-bearer=keep}
   */
  public AuthorizationPolicy(
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
