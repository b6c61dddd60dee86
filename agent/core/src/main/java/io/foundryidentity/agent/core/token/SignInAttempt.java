package io.foundryidentity.agent.core.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one credential ended without a token; a value without secrets. */
public final class SignInAttempt {

  /** How far a credential got; a later value is closer to a token. */
  public enum Result {
    /** Its variables are not set here. */
    NOT_CONFIGURED,
    /** It does not exist on this machine, for example no identity endpoint and no tool. */
    NOT_AVAILABLE,
    /** A setting names something that does not exist, or ends in a line break or blank. */
    SETTING_WRONG,
    /** It asked, and got no complete answer. */
    NO_ANSWER,
    /** It asked, and the identity service or the tool answered without a token. */
    ANSWERED
  }

  /** The code of an answer that is not one of an identity service. */
  public static final String UNREADABLE_ANSWER = "unreadable_answer";

  private final String credential;
  private final Result result;
  private final int status;
  private final @Nullable String code;
  private final String reason;
  private final @Nullable PresentedAssertion assertion;

  private SignInAttempt(
      String credential,
      Result result,
      int status,
      @Nullable String code,
      String reason,
      @Nullable PresentedAssertion assertion) {
    this.credential = credential;
    this.result = result;
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.assertion = assertion;
  }

  /**
   * An attempt that got no HTTP answer.
   *
   * @param credential the name that DefaultAzureCredential gives it
   * @param reason a text for a log line
   */
  public static SignInAttempt of(String credential, Result result, String reason) {
    return new SignInAttempt(credential, result, 0, null, reason, null);
  }

  /**
   * An attempt that got an HTTP answer without a token.
   *
   * @param status the HTTP status
   * @param code the service's own code, or null
   * @param reason a text for a log line, with the service's own words
   */
  public static SignInAttempt answered(
      String credential, int status, @Nullable String code, String reason) {
    return new SignInAttempt(credential, Result.ANSWERED, status, code, reason, null);
  }

  /** The same, with what the client assertion of the last request says of itself. */
  public SignInAttempt presenting(@Nullable PresentedAssertion presented) {
    return new SignInAttempt(credential, result, status, code, reason, presented);
  }

  /** The attempt that got furthest, and of several the first; null if there is none. */
  public static @Nullable SignInAttempt furthest(List<SignInAttempt> attempts) {
    SignInAttempt furthest = null;
    for (SignInAttempt attempt : attempts) {
      if (furthest == null || attempt.result.compareTo(furthest.result) > 0) {
        furthest = attempt;
      }
    }
    return furthest;
  }

  public String credential() {
    return credential;
  }

  public Result result() {
    return result;
  }

  /** The HTTP status of the answer; 0 if there was none. */
  public int status() {
    return status;
  }

  /** The service's own code, or null. */
  public @Nullable String code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  /** Null if the last request had no client assertion with readable claims. */
  public @Nullable PresentedAssertion assertion() {
    return assertion;
  }

  @Override
  public String toString() {
    return credential + ": " + reason;
  }
}
