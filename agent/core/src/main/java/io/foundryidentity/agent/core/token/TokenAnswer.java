package io.foundryidentity.agent.core.token;

import io.foundryidentity.agent.core.output.SafeText;
import org.jspecify.annotations.Nullable;

/** A source's answer: a token, or the reason why there is none, as text for a log line. */
final class TokenAnswer {

  final @Nullable BearerToken token;

  /** Has no meaning if there is a token. */
  final String problem;

  /** How long the endpoint asks to wait, in milliseconds; 0 if it does not. */
  final long retryAfter;

  private TokenAnswer(@Nullable BearerToken token, String problem, long retryAfter) {
    this.token = token;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** Asks the source; everything that it throws, also an Error, becomes a problem. */
  static TokenAnswer of(TokenSource source) {
    try {
      return new TokenAnswer(source.fetch(), "the token source returned no token", 0);
    } catch (TokenSourceException e) {
      return new TokenAnswer(null, SafeText.line(e.getMessage()), e.retryAfterMillis());
    } catch (Throwable e) {
      return new TokenAnswer(null, withoutSecrets(e), 0);
    }
  }

  /** The source was not asked, for example because a container's limit of threads is reached. */
  static TokenAnswer noThread(Throwable reason) {
    return new TokenAnswer(
        null, "no thread for the token request: " + reason.getClass().getName(), 0);
  }

  /**
   * Shows the class and place of an unexpected exception, but not its message, which may contain a
   * token.
   */
  private static String withoutSecrets(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    String what = e instanceof LinkageError ? SafeText.line(e) : e.getClass().getName();
    return "the token source failed unexpectedly: "
        + what
        + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
