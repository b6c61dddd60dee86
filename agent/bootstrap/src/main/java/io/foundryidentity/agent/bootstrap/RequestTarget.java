package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * One configured target, which decides how the requests to it are authorized. The isolated side
 * implements it; {@link RequestTargets#find} returns one without an allocation.
 *
 * <p>Calls right after {@code find} do not read the configuration again. Whoever kept a target and
 * asks later calls {@link #now} first.
 *
 * <p>In all methods {@code path} is the raw path of the request, with or without a query, and
 * {@code existing} the {@code Authorization} value that the application set, or null.
 */
public interface RequestTarget {

  /** The answer of {@link #authorize} if the request needs a token and none is available. */
  String NO_TOKEN = "";

  /** The answer of {@link #authorize} if the caller may wait and should {@link #await} a token. */
  String LATE = "late";

  /**
   * This target as it is configured now: itself, its replacement after a reload, or null if it is
   * no longer a target or the agent is switched off.
   *
   * @param host the request's host, which a wildcard does not know
   */
  @Nullable RequestTarget now(String host, @Nullable String path);

  /**
   * The {@code Authorization} value for one hop of one request; never waits.
   *
   * @param mayWait whether the caller can {@link #await} a token and ask again: then the answer is
   *     {@link #LATE} while there is none and one is being fetched
   * @return the value to set, {@link #NO_TOKEN}, {@link #LATE}, or null to leave the request alone
   * @throws FailurePolicyException if no token is available and the failure policy is {@code fail}
   */
  @Nullable String authorize(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException;

  /**
   * Waits while the first token for this hop is being fetched, until it is there, the attempt has
   * failed, the longest wait is over or the call has ended; in case of an interrupt returns at once
   * and keeps it.
   */
  void await(@Nullable String path, @Nullable String existing, WaitingCall call);

  /**
   * {@link #authorize} for a caller that can wait and has no deadline: the gateway and the Copilot
   * SDK, whose requests other processes send.
   */
  default @Nullable String authorizeInTime(@Nullable String path) throws FailurePolicyException {
    String value = authorize(path, null, true);
    if (!LATE.equals(value)) {
      return value;
    }
    await(path, null, WaitingCall.WITHOUT_END);
    return authorize(path, null, false);
  }

  /**
   * Applies the failure policy before {@link #authorize}, for clients that handle its exception in
   * an earlier place; never waits.
   *
   * @param mayWait whether the caller can {@link #await} a token and call this again
   * @return true if it should, as there is no token and one is being fetched
   */
  boolean prepare(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException;

  /**
   * What {@link #authorize} would answer now, without a wait, to a caller that does not send the
   * request; {@link #NO_TOKEN} under each failure policy.
   */
  @Nullable String present(@Nullable String path, @Nullable String existing);

  /** Whether {@link #authorize} would authorize this hop, with or without a token available. */
  boolean concerns(@Nullable String path, @Nullable String existing);

  /**
   * Whether a first token for this hop is being fetched, so that it is worth holding the request
   * back.
   *
   * @param whenSettled if so, runs exactly once, on a thread of the agent, when the token is
   *     available, the attempt has failed or the longest wait is over: the time to ask {@link
   *     #authorize}
   */
  boolean defer(@Nullable String path, @Nullable String existing, Runnable whenSettled);

  /**
   * Reports that the target answered 401.
   *
   * @param sent the {@code Authorization} value that was refused
   * @param waitMillis the longest time that the call can wait for another token; with 0 this
   *     returns at once
   * @return whether the same request would now be sent with a value that differs from {@code sent}
   */
  boolean refused(String host, @Nullable String path, String sent, long waitMillis);

  /**
   * Reports the same where no thread can wait; answers whether another token is being fetched, so
   * that it is worth holding the answer back.
   *
   * @param whenSettled if so, runs exactly once, on a thread of the agent, when another token is
   *     available, the attempt has failed or the longest wait is over: the time to ask {@link
   *     #refused}
   */
  boolean deferRefused(@Nullable String path, String sent, Runnable whenSettled);

  /**
   * Reports that a request is sent without a token, because its connection is not proven to lead to
   * this target.
   *
   * @param fault the reason, in words for the log
   */
  void unproven(String fault);

  /**
   * Reports that the target accepted the token of a request: it answered 2xx. Called for each such
   * answer; returns at once.
   *
   * @param sent the {@code Authorization} value of the request
   */
  void accepted(@Nullable String path, String sent);

  /** The message of an error if this hop has no token: the reason, and how to find its cause. */
  String explainNoToken(@Nullable String path);

  /** Reports that a client sends a refused hop once more. */
  void retried();

  /** Reports that the target answered 403, which no other token changes; returns at once. */
  void forbidden(String host, @Nullable String path, String sent);
}
