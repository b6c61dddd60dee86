package io.foundryidentity.agent.core.token;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No token is available; the message says why, can be logged, and contains no secret. */
public final class TokenSourceException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<SignInAttempt> attempts;

  public TokenSourceException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.attempts = Collections.emptyList();
  }

  private TokenSourceException(List<SignInAttempt> attempts, String message) {
    super(message);
    this.attempts = Collections.unmodifiableList(new ArrayList<>(attempts));
  }

  /**
   * A failure after these credentials were tried.
   *
   * @param attempts in order
   */
  public static TokenSourceException after(List<SignInAttempt> attempts, String message) {
    return new TokenSourceException(attempts, message);
  }

  /** The credentials that were tried, in order; empty if none was. */
  public List<SignInAttempt> attempts() {
    return attempts;
  }
}
