package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Decides which request is signed and with what; the isolated side implements it.
 *
 * <p>Public because the implementation lives in another class loader. Every method may be called
 * from any thread of the application.
 */
public interface RequestAuthorizer {

  /** What {@link #authorize} answers where a request would be signed if there were a token. */
  String NO_TOKEN = "";

  /**
   * The {@code Authorization} value for one hop of one request.
   *
   * @param scheme {@code http} or {@code https}, in any case
   * @param host the host that TLS was asked to verify; an IPv6 literal with or without brackets
   * @param port the port, or -1 for the scheme's own
   * @param path the raw path, with or without a query
   * @param existing the value that the application put there, or null
   * @param mayWait false on a thread that must not block: an event loop
   * @return the value to set, {@link #NO_TOKEN}, or null to leave the request alone
   * @throws FailurePolicyException where no token is to be had and the failure policy is {@code
   *     fail}
   */
  @Nullable String authorize(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException;

  /**
   * Has a hop that will ask {@link #authorize} later wait here, where it still may, and the failure
   * policy speak here, where its exception is the client's own kind of failure.
   */
  default void prepare(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException {
    authorize(scheme, host, port, path, existing, mayWait);
  }

  /**
   * What {@link #authorize} would answer now, without a wait, to somebody who sends nothing; {@link
   * #NO_TOKEN} under each failure policy.
   */
  default @Nullable String present(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    try {
      return authorize(scheme, host, port, path, existing, false);
    } catch (FailurePolicyException noToken) {
      return NO_TOKEN;
    }
  }

  /**
   * Whether {@link #authorize} would have a say in this hop, with or without a token; for a look
   * ahead that is no request.
   */
  default boolean concerns(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    try {
      return authorize(scheme, host, port, path, existing, false) != null;
    } catch (FailurePolicyException noToken) {
      return true;
    }
  }

  /**
   * Whether a first token for this hop is on its way, so that holding the request back pays off.
   *
   * @param whenSettled if so, runs exactly once, on a thread of the agent, when the token has come,
   *     the attempt has failed or the longest wait is over; {@link #authorize} then knows more
   */
  boolean defer(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      Runnable whenSettled);

  /**
   * Hears that a target answered 401.
   *
   * @param sent the {@code Authorization} value that was refused
   * @param mayWait false on a thread that must not block
   * @return whether the same request would now go out with a value that differs from {@code sent}
   */
  boolean refused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      boolean mayWait);

  /** Hears that a client sends a refused hop once more. */
  default void retried(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {}

  /**
   * Hears the same where nobody can wait: whether another token is on its way, so that holding the
   * answer back pays off.
   *
   * @param sent the {@code Authorization} value that was refused
   * @param whenSettled if so, runs exactly once, on a thread of the agent, when another token has
   *     come, the attempt has failed or the longest wait is over; {@link #refused} then knows more
   */
  boolean deferRefused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      Runnable whenSettled);

  /**
   * Hears that a target answered 403, which no other token cures; returns at once.
   *
   * @param sent the {@code Authorization} value of the request
   */
  default void forbidden(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent) {}

  /**
   * Whether some target is on a host, whatever its port and path: for TLS, which knows no more.
   *
   * @param host a name, no address
   */
  boolean isTargetHost(String host);

  /**
   * Headers that carry a key and go when a bearer comes, in lower case; callers do not modify it.
   */
  String[] keyHeaders();

  /** Hears of a failure inside advice, which the application must not see. */
  void adviceFailed(Throwable failure);
}
