package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * The one door between instrumented client code and the agent.
 *
 * <p>Advice is inlined into classes of every loader, the JDK's own included, so what it calls must
 * be visible to all of them: this class lives in the bootstrap loader and knows JDK types only.
 * Until {@link #install} it answers "leave this request alone".
 *
 * <p>Nothing but the failure policy's own {@link FailurePolicyException} ever leaves these methods.
 */
public final class AuthorizationBridge {

  private static final String[] NONE = {};

  private static volatile @Nullable RequestAuthorizer authorizer;

  /**
   * A client's request and the value for it, between two join points on one thread. Emptied and
   * kept: to take it away and set it up again for each request would cost more.
   */
  private static final ThreadLocal<@Nullable Object[]> HANDED_OVER = new ThreadLocal<>();

  private AuthorizationBridge() {}

  /** Public for the isolated side; null takes the agent out of the path. */
  public static void install(@Nullable RequestAuthorizer installed) {
    authorizer = installed;
  }

  /**
   * {@link RequestAuthorizer#authorize}, and remembers the answer with {@code exchange}, the
   * client's own object for this hop, so that {@link #retry} knows what was refused.
   */
  public static @Nullable String authorize(
      Object exchange,
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException {
    String value = ask(scheme, host, port, path, existing, mayWait);
    return note(exchange, value, scheme, host, port, path);
  }

  /** {@link RequestAuthorizer#authorize} for a client that can tell later what it sent. */
  public static @Nullable String authorize(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException {
    String value = ask(scheme, host, port, path, existing, mayWait);
    return value == null || value.isEmpty() ? null : value;
  }

  /** {@link RequestAuthorizer#prepare}. */
  public static void prepare(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException {
    RequestAuthorizer current = authorizer;
    if (current == null) {
      return;
    }
    try {
      current.prepare(scheme, host, port, path, existing, mayWait);
    } catch (FailurePolicyException policy) {
      throw policy;
    } catch (Throwable failure) {
      tell(failure);
    }
  }

  /**
   * Remembers with {@code exchange} what a join point that does not know it is about to sign it
   * with.
   */
  public static void signedElsewhere(
      Object exchange,
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    note(exchange, present(scheme, host, port, path, existing), scheme, host, port, path);
  }

  private static @Nullable String note(
      Object exchange,
      @Nullable String value,
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path) {
    if (value == null) {
      return null;
    }
    if (value.isEmpty()) {
      SentBearers.mark(exchange, SentBearers.UNSIGNED);
      return null;
    }
    SentBearers.remember(exchange, value, scheme, host, port, path);
    return value;
  }

  static @Nullable String present(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    RequestAuthorizer current = authorizer;
    if (current == null) {
      return null;
    }
    try {
      return current.present(scheme, host, port, path, existing);
    } catch (Throwable failure) {
      tell(failure);
      return null;
    }
  }

  private static @Nullable String ask(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException {
    RequestAuthorizer current = authorizer;
    if (current == null) {
      return null;
    }
    try {
      return current.authorize(scheme, host, port, path, existing, mayWait);
    } catch (FailurePolicyException policy) {
      throw policy;
    } catch (Throwable failure) {
      tell(failure);
      return null;
    }
  }

  /** Whether a request would be signed if there were a token. */
  static boolean concerns(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable CharSequence path,
      @Nullable CharSequence existing) {
    RequestAuthorizer current = authorizer;
    if (current == null) {
      return false;
    }
    String rawPath = path == null ? null : path.toString();
    String value = existing == null ? null : existing.toString();
    try {
      return current.concerns(scheme, host, port, rawPath, value);
    } catch (Throwable failure) {
      tell(failure);
      return false;
    }
  }

  /**
   * {@link RequestAuthorizer#defer}, for event loops, which can hold a request back but never wait.
   */
  public static boolean defer(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      Runnable whenSettled) {
    RequestAuthorizer current = authorizer;
    if (current == null) {
      return false;
    }
    try {
      return current.defer(scheme, host, port, path, existing, whenSettled);
    } catch (Throwable failure) {
      tell(failure);
      return false;
    }
  }

  /**
   * Whether a hop that was answered with 401 is worth sending once more: it was not itself a retry,
   * and it carried a bearer of ours and a different one is at hand, or it went out unsigned for
   * want of a token and there is one now.
   */
  public static boolean retry(
      Object exchange,
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      boolean mayWait) {
    SentBearers.Sent sent = SentBearers.of(exchange);
    if (sent == null || !sent.isOurs()) {
      return false;
    }
    boolean first = !sent.is(SentBearers.RETRY);
    // The refusal is told in any case: the next request needs the new token, retry or not.
    boolean another =
        sent.value == null
            ? first && hasToken(scheme, host, port, path, mayWait)
            : refused(scheme, host, port, path, sent.value, mayWait && first);
    if (another && first) {
      retried(scheme, host, port, path);
    }
    return another && first;
  }

  private static void retried(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    RequestAuthorizer current = authorizer;
    if (current != null) {
      try {
        current.retried(scheme, host, port, path);
      } catch (Throwable failure) {
        tell(failure);
      }
    }
  }

  private static boolean hasToken(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      boolean mayWait) {
    try {
      return authorize(scheme, host, port, path, null, mayWait) != null;
    } catch (FailurePolicyException stillNone) {
      return false;
    }
  }

  /**
   * Keeps the value that {@link #authorize} gave for {@code exchange} until this thread asks {@link
   * #take} for it: for clients that decide in one method and read their headers in another.
   */
  public static void handOver(Object exchange, CharSequence value) {
    @Nullable Object[] slot = HANDED_OVER.get();
    if (slot == null) {
      slot = new Object[2];
      HANDED_OVER.set(slot);
    }
    slot[0] = exchange;
    slot[1] = value;
  }

  /** What was handed over on this thread for {@code exchange}, once; null for anything else. */
  public static @Nullable CharSequence take(Object exchange) {
    @Nullable Object[] slot = HANDED_OVER.get();
    if (slot == null || slot[0] != exchange) {
      return null;
    }
    CharSequence value = (CharSequence) slot[1];
    slot[0] = null;
    slot[1] = null;
    return value;
  }

  /** Notes that a hop was answered with 401, for a client that decides on a retry elsewhere. */
  public static void markRefused(Object exchange) {
    SentBearers.Sent sent = SentBearers.of(exchange);
    if (sent != null && sent.isOurs()) {
      SentBearers.mark(exchange, SentBearers.REFUSED);
    }
  }

  /** Whether {@code exchange} was ours to sign and was answered with 401. */
  public static boolean wasRefused(Object exchange) {
    return is(exchange, SentBearers.REFUSED);
  }

  /** Marks {@code exchange} as the one retry of a refused hop. */
  public static void markRetry(Object exchange) {
    SentBearers.mark(exchange, SentBearers.RETRY);
  }

  /** Marks {@code exchange} as one that goes to its host without a proxy between. */
  public static void markDirect(Object exchange) {
    if (authorizer != null) {
      SentBearers.mark(exchange, SentBearers.DIRECT);
    }
  }

  /**
   * Whether {@code exchange} is known to go without a proxy. For clients that know the route in
   * another place than where they write: plain http is signed only where this was said before.
   */
  public static boolean isDirect(Object exchange) {
    return is(exchange, SentBearers.DIRECT);
  }

  /** Marks {@code exchange} as one that goes over TLS, which was asked to verify its host. */
  public static void markSecure(Object exchange) {
    if (authorizer != null) {
      SentBearers.mark(exchange, SentBearers.SECURE);
    }
  }

  /**
   * Whether TLS is known to verify the host of {@code exchange}. For clients that write requests in
   * a place that knows nothing of TLS.
   */
  public static boolean isSecure(Object exchange) {
    return is(exchange, SentBearers.SECURE);
  }

  /** Marks {@code connection} as one whose TLS was asked to verify that host. */
  public static void markSecure(Object connection, @Nullable String host) {
    if (authorizer != null && host != null) {
      SentBearers.markSecure(connection, host);
    }
  }

  /**
   * Whether the TLS of {@code connection} is known to verify that very host. For clients that may
   * ask TLS for another name than the one that the request has.
   */
  public static boolean isSecure(Object connection, @Nullable String host) {
    SentBearers.Sent sent = SentBearers.of(connection);
    return sent != null
        && sent.is(SentBearers.SECURE)
        && host != null
        && host.equalsIgnoreCase(sent.host);
  }

  /** Marks {@code exchange} as one whose connection has no TLS, whatever it says itself. */
  public static void markUnencrypted(Object exchange) {
    if (authorizer != null) {
      SentBearers.mark(exchange, SentBearers.UNENCRYPTED);
    }
  }

  /**
   * Whether {@code exchange} is known to go without TLS. For clients that let an application change
   * the scheme of a request whose connection is open already.
   */
  public static boolean isUnencrypted(Object exchange) {
    return is(exchange, SentBearers.UNENCRYPTED);
  }

  /**
   * {@link RequestAuthorizer#refused} of the hop that was last signed with {@code exchange}. For
   * clients that read an answer in a place that no longer knows what was asked.
   */
  public static boolean refused(Object exchange, boolean mayWait) {
    SentBearers.Sent sent = SentBearers.of(exchange);
    return sent != null
        && refused(sent.scheme, sent.host, sent.port, sent.path, sent.value, mayWait);
  }

  /**
   * Marks {@code writer} as one that is writing a signed head, until {@link #forget}. For clients
   * that write their head line by line: those of the application's credentials are to be left out.
   */
  public static void markSigning(Object writer) {
    if (authorizer != null) {
      SentBearers.mark(writer, SentBearers.SIGNING);
    }
  }

  /** Whether {@code writer} is writing a signed head just now. */
  public static boolean isSigning(Object writer) {
    return is(writer, SentBearers.SIGNING);
  }

  /**
   * Notes that {@code exchange} is held back for a token; false where it was before. For clients
   * that ask anew after that: nobody is held back twice.
   */
  public static boolean holdOnce(Object exchange) {
    if (authorizer == null || is(exchange, SentBearers.HELD)) {
      return false;
    }
    SentBearers.mark(exchange, SentBearers.HELD);
    return true;
  }

  private static boolean is(Object exchange, int flag) {
    SentBearers.Sent sent = SentBearers.of(exchange);
    return sent != null && sent.is(flag);
  }

  /** Forgets all that is known of an object which its client, or the application, uses again. */
  public static void forget(Object exchange) {
    SentBearers.forget(exchange);
  }

  /**
   * The request was answered well: what is known of it is of no more use, and would be left for the
   * garbage collector to find. What keeps a token out of it stays, as nobody can tell whether the
   * application sends the same object on another connection meanwhile.
   */
  public static void answered(Object exchange) {
    SentBearers.forgetAnswered(exchange);
  }

  /** {@link RequestAuthorizer#refused}. */
  public static boolean refused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String sent,
      boolean mayWait) {
    RequestAuthorizer current = authorizer;
    if (current == null || sent == null) {
      return false;
    }
    try {
      return current.refused(scheme, host, port, path, sent, mayWait);
    } catch (Throwable failure) {
      tell(failure);
      return false;
    }
  }

  /** {@link RequestAuthorizer#deferRefused}. */
  static boolean deferRefused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      Runnable whenSettled) {
    RequestAuthorizer current = authorizer;
    if (current == null) {
      return false;
    }
    try {
      return current.deferRefused(scheme, host, port, path, sent, whenSettled);
    } catch (Throwable failure) {
      tell(failure);
      return false;
    }
  }

  /** {@link RequestAuthorizer#forbidden} of the hop that was last signed with {@code exchange}. */
  public static void forbidden(Object exchange) {
    SentBearers.Sent sent = SentBearers.of(exchange);
    if (sent != null) {
      forbidden(sent.scheme, sent.host, sent.port, sent.path, sent.value);
    }
  }

  /** {@link RequestAuthorizer#forbidden}. */
  public static void forbidden(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String sent) {
    RequestAuthorizer current = authorizer;
    if (current == null || sent == null) {
      return;
    }
    try {
      current.forbidden(scheme, host, port, path, sent);
    } catch (Throwable failure) {
      tell(failure);
    }
  }

  /** {@link RequestAuthorizer#isTargetHost}. */
  public static boolean isTargetHost(String host) {
    RequestAuthorizer current = authorizer;
    try {
      return current != null && current.isTargetHost(host);
    } catch (Throwable failure) {
      tell(failure);
      return false;
    }
  }

  /** {@link RequestAuthorizer#keyHeaders}. */
  public static String[] keyHeaders() {
    RequestAuthorizer current = authorizer;
    return current == null ? NONE : current.keyHeaders();
  }

  /** Whether a header of that name, in any case, stays out of a signed request's copy. */
  public static boolean isCredential(CharSequence name) {
    if (isSameName(name, "authorization")) {
      return true;
    }
    for (String keyHeader : keyHeaders()) {
      if (isSameName(name, keyHeader)) {
        return true;
      }
    }
    return false;
  }

  /** By length first, which tells nearly all names apart. */
  private static boolean isSameName(CharSequence name, String lowerCase) {
    if (name.length() != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      char c = name.charAt(i);
      if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Where inlined advice ends when it throws: the failure policy's exception goes on to the
   * application, anything else is told to the agent and ends here.
   */
  public static void adviceFailed(Throwable failure) throws FailurePolicyException {
    if (failure instanceof FailurePolicyException) {
      throw (FailurePolicyException) failure;
    }
    tell(failure);
  }

  static void tell(Throwable failure) {
    RequestAuthorizer current = authorizer;
    if (current != null) {
      try {
        current.adviceFailed(failure);
      } catch (Throwable ignored) {
        // Not even a failing log may reach the application's request.
      }
    }
  }
}
