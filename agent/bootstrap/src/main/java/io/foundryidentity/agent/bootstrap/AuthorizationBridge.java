package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * The only interface between instrumented client code and the agent.
 *
 * <p>Advice is inlined into classes of every loader, also the JDK's own, so what it calls must be
 * visible to all of them: this package is in the bootstrap loader and knows JDK types only. Until
 * {@link #install} it answers "leave this request alone".
 *
 * <p>Advice calls {@link #find} with the request's address, once for each hop, and asks the result
 * for the value to set. The answer to the hop is reported with the client's own object: {@link
 * #answered} or one of the {@code ended} first, and if that returns true {@link #retry} or {@link
 * #refused}.
 *
 * <p>State of this package is static, because advice has no object of the agent's: the installed
 * targets here, {@link HandedOver}, {@link ExchangeNotes}, {@link KnownSockets}, {@link
 * KnownWires}, {@link ConnectionProof}, {@link RenderedHead}, {@link RefusedBearers} and {@link
 * BearerForms}. {@code install(null)} empties them all. They hold the client's objects and bearers
 * weakly, or no longer than a request is under way.
 *
 * <p>These methods never throw, except for the failure policy's exception from {@link
 * #adviceFailed}.
 */
public final class AuthorizationBridge {

  private static final String[] NONE = {};

  /** What is handed over between {@link #begin} and {@link TargetedRequest#authorizeBegun}. */
  static final Object BEGUN = new Object();

  /**
   * Marks an authorized copy of a request, in a place of the copy that is not sent; for {@link
   * #isCopy}. Public for advice. This object counts, and not its text.
   */
  @SuppressWarnings("StringOperationCanBeSimplified")
  public static final String COPY = new String("");

  private static volatile @Nullable RequestTargets targets;

  private AuthorizationBridge() {}

  /** Public for the isolated side; null switches the agent off and forgets everything. */
  public static void install(@Nullable RequestTargets installed) {
    // Its class is initialised now: many virtual threads that did so at once would pin their
    // carriers
    Object unused = AuthorizedHeaders.ALL;
    targets = installed;
    if (installed == null) {
      HandedOver.clear(); // Other threads empty theirs before their request is written
      ExchangeNotes.clear();
      KnownSockets.clear();
      KnownWires.clear();
      ConnectionProof.clear();
      RenderedHead.clear();
      RefusedBearers.clear();
      BearerForms.clear();
    }
  }

  static boolean isInstalled() {
    return targets != null;
  }

  /** {@link RequestTargets#find}: null means to leave the request exactly as it is. */
  public static @Nullable TargetedRequest find(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    RequestTarget target = target(scheme, host, port, path);
    return target == null || scheme == null || host == null
        ? null
        : new TargetedRequest(target, "https".equalsIgnoreCase(scheme), host, port, path);
  }

  /**
   * Apart, so that the method above is small: inlined in its caller, its object needs no memory.
   */
  private static @Nullable RequestTarget target(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    RequestTargets current = targets;
    if (current == null || host == null) {
      return null;
    }
    try {
      return current.find(scheme, host, port, path);
    } catch (Throwable failure) {
      tell(failure);
      return null;
    }
  }

  /**
   * Called for each final answer. The note of what was sent is then no longer needed; without this
   * call it would stay until the garbage collector finds it. After a good answer (2xx) all notes on
   * the request are removed, except one that forbids a token, as the application may send the same
   * object on another connection at this moment. After another answer the client may send the same
   * object again, so its marks stay.
   *
   * @return whether a request to a target was refused (401): the caller then asks {@link #retry} if
   *     the client can send it again, and else calls {@link #refused}
   */
  public static boolean answered(Object exchange, int status) {
    return status >= 200 && answered(exchange, status, null);
  }

  /**
   * @param begun what {@link #begin} and the request handed over, which has no note then
   */
  private static boolean answered(Object exchange, int status, @Nullable TargetedRequest begun) {
    if (status == 401) {
      if (begun != null) {
        ExchangeNotes.remember(exchange, begun); // For retry or refused
      }
      return begun != null || sent(exchange) != null;
    }
    if (status == 403) {
      TargetedRequest sent = begun == null ? sent(exchange) : begun;
      if (sent != null) {
        sent.forbidden();
      }
    }
    boolean mayHaveNotes = begun == null || ExchangeNotes.areUsedForRequests();
    if (status / 100 == 2) {
      TargetedRequest noted = mayHaveNotes ? ExchangeNotes.forgetAnswered(exchange) : null;
      TargetedRequest sent = begun == null ? noted : begun;
      if (sent != null) {
        sent.accepted();
      }
    } else if (mayHaveNotes) {
      ExchangeNotes.forgetSent(exchange);
    }
    return false;
  }

  /**
   * Says that the method which calls this sends {@code exchange} and gets its answer, both on this
   * thread, and calls {@link #ended} in any case before it returns. In between, {@link
   * TargetedRequest#authorizeBegun} needs no note of what was sent.
   */
  public static void begin(Object exchange) {
    if (isInstalled()) {
      HandedOver.put(exchange, BEGUN);
    }
  }

  /**
   * {@link #answered} for an exchange of {@link #begin}, or one for which the {@link
   * TargetedRequest} was handed over.
   *
   * @param status 0 if there was no answer: all notes are forgotten then, as the application may
   *     send the same object to another host
   */
  public static boolean ended(Object exchange, int status) {
    Object begun = HandedOver.take(exchange);
    if (status == 0) {
      ExchangeNotes.forget(exchange);
      return false;
    }
    return begun instanceof TargetedRequest
        ? ended((TargetedRequest) begun, exchange, status)
        : answered(exchange, status);
  }

  /**
   * {@link #answered} for a method that sends a request and returns its answer, so that nothing is
   * noted in between.
   *
   * @param sent what {@link TargetedRequest#authorize(String, boolean)} was asked of
   */
  public static boolean ended(TargetedRequest sent, Object exchange, int status) {
    if (sent.isOurs()) {
      return status >= 200 && answered(exchange, status, sent);
    }
    ExchangeNotes.forgetSent(exchange); // Its answer must not count as that of an earlier hop
    return false;
  }

  /**
   * Whether a hop that was answered with 401 should be sent once more. It must not be a retry
   * itself, and its body must be repeatable. If it had a token of the agent's, there must be a
   * different one now; if it had none because none was available, there must be one now. The
   * refusal of a token is reported in any case, as the next request needs another one.
   *
   * @param mayWait whether this thread may wait for another token
   */
  public static boolean retry(Object exchange, boolean mayWait) {
    ExchangeNotes.Note note = ExchangeNotes.of(exchange);
    TargetedRequest sent = note == null ? null : note.sent;
    if (note == null || sent == null) {
      return false;
    }
    boolean first = !note.is(ExchangeNotes.RETRY) && !note.is(ExchangeNotes.UNREPEATABLE);
    boolean another =
        sent.value.isEmpty()
            ? first && sent.hasToken(mayWait)
            : sent.refused(mayWait && first) && first;
    if (another) {
      sent.retried();
    }
    return another;
  }

  /**
   * Reports that a hop was answered with 401, for a client that does not send it again: its next
   * request then has another token.
   */
  public static void refused(Object exchange) {
    TargetedRequest sent = sent(exchange);
    if (sent != null) {
      sent.refused(false);
    }
  }

  private static @Nullable TargetedRequest sent(Object exchange) {
    ExchangeNotes.Note note = ExchangeNotes.of(exchange);
    return note == null ? null : note.sent;
  }

  /**
   * Notes that a hop to a target was answered with 401, for a client that retries in another place.
   */
  public static void markRefused(Object exchange) {
    if (sent(exchange) != null) {
      ExchangeNotes.mark(exchange, ExchangeNotes.REFUSED);
    }
  }

  /** Whether {@link #markRefused} was called for {@code exchange}. */
  public static boolean wasRefused(Object exchange) {
    return ExchangeNotes.is(exchange, ExchangeNotes.REFUSED);
  }

  /** Marks {@code exchange} as the one retry of a refused hop. */
  public static void markRetry(Object exchange) {
    ExchangeNotes.mark(exchange, ExchangeNotes.RETRY);
  }

  /** Marks {@code exchange} as one whose body cannot be sent a second time. */
  public static void markUnrepeatable(Object exchange) {
    if (isInstalled()) {
      ExchangeNotes.mark(exchange, ExchangeNotes.UNREPEATABLE);
    }
  }

  /**
   * Marks {@code writer} as one that is writing an authorized head, until {@link #forget}. For
   * clients that write their head line by line: the lines with the application's credentials are
   * left out.
   */
  public static void markWriting(Object writer) {
    if (isInstalled()) {
      ExchangeNotes.mark(writer, ExchangeNotes.WRITING);
    }
  }

  /** Whether {@code writer} is writing an authorized head at this moment. */
  public static boolean isWriting(Object writer) {
    return ExchangeNotes.is(writer, ExchangeNotes.WRITING);
  }

  /**
   * Notes that {@code exchange} is held back for a token; false if it was held back before. For
   * clients that ask again after the wait: no request is held back twice.
   */
  public static boolean holdOnce(Object exchange) {
    if (!isInstalled() || ExchangeNotes.is(exchange, ExchangeNotes.HELD)) {
      return false;
    }
    ExchangeNotes.mark(exchange, ExchangeNotes.HELD);
    return true;
  }

  /**
   * Forgets what an earlier hop with the same object sent, and no mark: this hop goes out as it is,
   * so its answer says nothing about that token.
   */
  public static void forgetSent(Object exchange) {
    ExchangeNotes.forgetSent(exchange);
  }

  /** Forgets all notes on an object that its client, or the application, uses again. */
  public static void forget(Object exchange) {
    ExchangeNotes.forget(exchange);
  }

  /**
   * Keeps a value for {@code exchange} until this thread calls {@link #take}: for clients that
   * decide in one method and read their headers, or know their connection, in another.
   */
  public static void handOver(Object exchange, Object value) {
    HandedOver.put(exchange, value);
  }

  /**
   * Takes the text that was handed over on this thread for {@code exchange}; null if there is none.
   */
  public static @Nullable CharSequence take(Object exchange) {
    Object value = takeObject(exchange);
    return value instanceof CharSequence ? (CharSequence) value : null;
  }

  /** The same for anything that was handed over. */
  public static @Nullable Object takeObject(Object exchange) {
    return HandedOver.take(exchange);
  }

  /** {@link RequestTargets#isTargetHost}. */
  public static boolean isTargetHost(String host) {
    RequestTargets current = targets;
    try {
      return current != null && current.isTargetHost(host);
    } catch (Throwable failure) {
      tell(failure);
      return false;
    }
  }

  /** {@link RequestTargets#keyHeaders}. */
  public static String[] keyHeaders() {
    RequestTargets current = targets;
    return current == null ? NONE : current.keyHeaders();
  }

  /** Whether a header of that name, in any case, is left out of a request's authorized copy. */
  public static boolean isCredential(CharSequence name) {
    return isCredential(name, 0, name.length());
  }

  /** {@link #isCredential(CharSequence)} of a part of a text. */
  static boolean isCredential(CharSequence text, int from, int to) {
    if (isSameName(text, from, to, "authorization")) {
      return true;
    }
    for (String keyHeader : keyHeaders()) {
      if (isSameName(text, from, to, keyHeader)) {
        return true;
      }
    }
    return false;
  }

  /** Whether that is {@link #COPY}. */
  @SuppressWarnings("ReferenceEquality")
  public static boolean isCopy(@Nullable String mark) {
    return mark == COPY;
  }

  /** Compares the length first, which rules out nearly all names. */
  private static boolean isSameName(CharSequence text, int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      char c = text.charAt(from + i);
      if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Called when inlined advice throws: the failure policy's exception goes on to the application,
   * any other one is reported to the agent and ends here.
   */
  public static void adviceFailed(Throwable failure) throws FailurePolicyException {
    if (failure instanceof FailurePolicyException) {
      throw (FailurePolicyException) failure;
    }
    tell(failure);
  }

  static void tell(Throwable failure) {
    RequestTargets current = targets;
    if (current != null) {
      try {
        current.adviceFailed(failure);
      } catch (Throwable ignored) {
        // Not even a failing log may reach the application's request.
      }
    }
  }
}
