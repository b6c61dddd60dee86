package io.foundryidentity.benchmark.scale;

import com.azure.core.http.policy.ExponentialBackoff;
import com.azure.core.http.policy.RetryStrategy;
import com.azure.identity.implementation.ImdsRetryStrategy;
import io.foundryidentity.agent.azure.SpreadRetry;
import java.util.function.DoubleSupplier;

/** When the requests of one fetch are sent again; the agent's rules are the shipped ones. */
final class FetchRules {

  /** There is no other request in this fetch. */
  static final long END = -1;

  private final RetryStrategy library;
  private final DoubleSupplier random;
  private final boolean ofLibrary;

  private FetchRules(RetryStrategy library, DoubleSupplier random, boolean ofLibrary) {
    this.library = library;
    this.random = random;
    this.ofLibrary = ofLibrary;
  }

  /**
   * @param imds whether the endpoint is IMDS, not Entra ID
   * @param random from 0 (included) to 1 (excluded)
   */
  static FetchRules ofAgent(boolean imds, DoubleSupplier random) {
    return new FetchRules(strategy(imds), random, false);
  }

  /** For comparison: azure-core's and azure-identity's own pauses. */
  static FetchRules ofLibrary(boolean imds) {
    return new FetchRules(strategy(imds), () -> 0, true);
  }

  private static RetryStrategy strategy(boolean imds) {
    return imds ? new ImdsRetryStrategy() : new ExponentialBackoff();
  }

  /** Whether the token cache learns which wait the endpoint asked for. */
  boolean tellsRetryAfter() {
    return !ofLibrary;
  }

  /**
   * The pause before the next request in milliseconds, or {@link #END}.
   *
   * @param tried the number of pauses before this one
   * @param retryAfter 0 if the answer does not ask for a wait
   */
  long pause(int tried, long retryAfter) {
    if (tried >= library.getMaxRetries()) {
      return END;
    }
    long own = library.calculateRetryDelay(tried).toMillis();
    if (ofLibrary) {
      return retryAfter > 0 ? retryAfter : own;
    }
    return SpreadRetry.isShort(retryAfter)
        ? SpreadRetry.pause(own, retryAfter, random.getAsDouble())
        : END;
  }
}
