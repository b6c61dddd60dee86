package io.foundryidentity.agent.core.token;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No token is available; the message says why, can be logged, and contains no secret. */
public final class TokenSourceException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<SignInAttempt> attempts;
  private final long retryAfterMillis;

  public TokenSourceException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.attempts = Collections.emptyList();
    this.retryAfterMillis = 0;
  }

  private TokenSourceException(
      List<SignInAttempt> attempts, String message, long retryAfterMillis) {
    super(message);
    this.attempts = Collections.unmodifiableList(new ArrayList<>(attempts));
    this.retryAfterMillis = retryAfterMillis;
  }

  /**
   * A failure after these credentials were tried.
   *
   * @param attempts in order
   */
  public static TokenSourceException after(List<SignInAttempt> attempts, String message) {
    return after(attempts, message, 0);
  }

  /**
   * As above, for an endpoint that asked to wait.
   *
   * @param retryAfterMillis how long, in milliseconds; 0 if it did not
   */
  public static TokenSourceException after(
      List<SignInAttempt> attempts, String message, long retryAfterMillis) {
    return new TokenSourceException(attempts, message, retryAfterMillis);
  }

  /** The credentials that were tried, in order; empty if none was. */
  public List<SignInAttempt> attempts() {
    return attempts;
  }

  /** How long the endpoint asks to wait before the next request; 0 if it does not. */
  public long retryAfterMillis() {
    return retryAfterMillis;
  }
}
