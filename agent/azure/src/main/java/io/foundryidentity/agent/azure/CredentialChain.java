package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.CredentialUnavailableException;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.SignInEvents;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries its members in order, and from then on uses the first that gives a token.
 *
 * <p>As in DefaultAzureCredential, a member that is not available here is skipped, and a developer
 * tool is skipped after any failure. A member that is configured and refused ends the search, as a
 * later one would hide the mistake behind another identity.
 */
final class CredentialChain {

  private static final Logger log = LoggerFactory.getLogger(CredentialChain.class);

  private final List<Member> members;
  private final SignInEvents events;
  private final LastAnswer last;
  private volatile @Nullable Member answered;
  private volatile Progress progress = new Progress();

  CredentialChain(List<Member> members) {
    this(members, SignInEvents.NONE, new LastAnswer());
  }

  /**
   * @param last what the members' HTTP client got last
   */
  CredentialChain(List<Member> members, SignInEvents events, LastAnswer last) {
    this.members = members;
    this.events = events;
    this.last = last;
  }

  /** The names of its members, separated by blanks. */
  String memberNames() {
    StringBuilder names = new StringBuilder();
    for (Member member : members) {
      names.append(names.length() == 0 ? "" : " ").append(member.name);
    }
    return names.toString();
  }

  AccessToken token(TokenRequestContext request) {
    Progress now = new Progress();
    progress = now;
    Member known = answered;
    if (known != null) {
      try {
        return token(known, request, now);
      } catch (RuntimeException | LinkageError e) {
        now.add(attempt(known, e));
        throw failure(now.attempts(), true);
      }
    }
    for (Member member : members) {
      try {
        AccessToken token = token(member, request, now);
        answered = member;
        events.answered(member.chain());
        if (members.size() > 1) {
          log.info("Signed in with {}", member.chain());
        }
        return token;
      } catch (RuntimeException | LinkageError e) {
        // LinkageError: a member whose optional library is missing must not end the search
        log.debug("{} gave no token", member.name, member.developerTool ? null : e);
        SignInAttempt attempt = attempt(member, e);
        now.add(attempt);
        events.failed(attempt);
        if (!member.developerTool && !goesOn(e, last.get())) {
          throw failure(now.attempts(), true);
        }
      }
    }
    throw failure(now.attempts(), false);
  }

  /** The member that runs and the step that it is at; null if it has no steps. */
  @Nullable String runningStep() {
    Member member = progress.running;
    return member == null || member.place().equals(member.name) ? null : member.place();
  }

  /** Who gave the last token, for people; null if nobody has yet. */
  @Nullable String signedInBy() {
    Member member = answered;
    return member == null ? null : member.chain();
  }

  /** How long the last answer asks to wait, in milliseconds; 0 if it does not. */
  long retryAfterMillis() {
    IdentityAnswer answer = last.get();
    return answer == null ? 0 : answer.retryAfterMillis(System.currentTimeMillis());
  }

  /** The attempts of a fetch that is ended before its end, with that of the running member. */
  List<SignInAttempt> attemptsUntilNow(String reason) {
    Progress now = progress;
    List<SignInAttempt> attempts = now.attempts();
    Member member = now.running;
    if (member != null) {
      String running = member.place();
      IdentityAnswer answer = last.get();
      attempts.add(
          answer == null
              ? SignInAttempt.of(running, SignInAttempt.Result.NO_ANSWER, reason)
              : answered(running, answer, reason + "; the last answer was ", ""));
    }
    return attempts;
  }

  private SignInAttempt attempt(Member member, Throwable failure) {
    String name = member.place();
    if (member.developerTool) {
      boolean ran = failure instanceof ToolAnsweredException;
      return SignInAttempt.of(
          name,
          ran ? SignInAttempt.Result.ANSWERED : SignInAttempt.Result.NOT_AVAILABLE,
          FailureText.ofTool(failure));
    }
    if (failure instanceof NotConfiguredException) {
      return SignInAttempt.of(
          name, SignInAttempt.Result.NOT_CONFIGURED, String.valueOf(failure.getMessage()));
    }
    if (failure instanceof AssertionException) {
      AssertionException refused = (AssertionException) failure;
      return SignInAttempt.answered(
          name, refused.status(), refused.code(), String.valueOf(refused.getMessage()));
    }
    IdentityAnswer answer = last.get();
    if (answer == null && unavailable(failure)) {
      return SignInAttempt.of(name, SignInAttempt.Result.NOT_AVAILABLE, FailureText.of(failure));
    }
    String mistake = member.mistake();
    if (mistake != null || failure instanceof WrongSettingException) {
      String told = answer == null ? FailureText.of(failure) : FailureText.answered(answer);
      return SignInAttempt.of(
          name, SignInAttempt.Result.SETTING_WRONG, mistake == null ? told : mistake + "; " + told);
    }
    if (answer != null) {
      return answered(name, answer, "", member.advice(answer));
    }
    return SignInAttempt.of(name, SignInAttempt.Result.NO_ANSWER, FailureText.of(failure));
  }

  private SignInAttempt answered(String name, IdentityAnswer answer, String before, String after) {
    return SignInAttempt.answered(
            name,
            answer.receivedStatus(),
            answer.code(),
            before + FailureText.answered(answer) + after)
        .presenting(last.presented());
  }

  /**
   * The attempt that got furthest comes first, as that one explains the failure.
   *
   * @param refused whether a member ended the search
   */
  private NoTokenException failure(List<SignInAttempt> attempts, boolean refused) {
    SignInAttempt furthest = SignInAttempt.furthest(attempts);
    if (furthest == null || (attempts.size() == 1 && members.size() == 1)) {
      return new NoTokenException(furthest == null ? "no credential" : only(furthest), attempts);
    }
    boolean tried = refused || furthest.result().compareTo(SignInAttempt.Result.SETTING_WRONG) >= 0;
    StringBuilder text = new StringBuilder(tried ? furthest.toString() : "no credential answered");
    String between = tried ? "; also tried: " : ": ";
    for (SignInAttempt attempt : attempts) {
      if (!tried || attempt != furthest) {
        text.append(between).append(attempt);
        between = "; ";
      }
    }
    return new NoTokenException(text.toString(), attempts);
  }

  /** The only member is known from the configuration, but not which of its steps failed. */
  private String only(SignInAttempt attempt) {
    return attempt.credential().equals(members.get(0).name) ? attempt.reason() : attempt.toString();
  }

  private AccessToken token(Member member, TokenRequestContext request, Progress now) {
    now.running = member;
    last.forget();
    AccessToken token = member.credential().getTokenSync(request);
    if (token == null) {
      throw new CredentialUnavailableException(member.name + " answered without a token");
    }
    now.running = null;
    return token;
  }

  /**
   * Whether the search goes on after that failure. Not after an answer of an identity service: it
   * exists, and the libraries call nearly every failure of theirs unavailable. The one exception is
   * a metadata service that answers that no identity is assigned to this machine.
   */
  private static boolean goesOn(Throwable failure, @Nullable IdentityAnswer answer) {
    return answer == null
        ? unavailable(failure)
        : answer.receivedStatus() == 400 && answer.isReadable() && notAssigned(failure);
  }

  /**
   * Whether the credential has found that it cannot sign in here. The library wraps other failures
   * in the same exception, an endpoint that is out of reach for example: those have a cause.
   */
  private static boolean unavailable(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof LinkageError
          || (t instanceof CredentialUnavailableException && t.getCause() == null)) {
        return true;
      }
    }
    return false;
  }

  /** Looks for msal4j's own words for a 400 of the metadata service. */
  private static boolean notAssigned(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      if (message != null && message.contains("[Managed Identity] Authentication unavailable")) {
        return true;
      }
    }
    return false;
  }

  /** What a fetch has tried so far; read by another thread when the fetch takes too long. */
  private static final class Progress {

    private final List<SignInAttempt> attempts = new ArrayList<>();
    private volatile @Nullable Member running;

    synchronized void add(SignInAttempt attempt) {
      attempts.add(attempt);
      running = null;
    }

    synchronized List<SignInAttempt> attempts() {
      return new ArrayList<>(attempts);
    }
  }
}
