package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * A request of a client on top of an instrumented HTTP stack: the stack authorizes the request, and
 * the client itself sends it again after a refusal.
 *
 * <p>The client does not see which bearer is sent: the stack may hold the request back, or a
 * refresh may happen in between. So both report what they know. The client reports which bearer
 * would be sent when it passes the request on; the stack reports which bearer was refused by which
 * host. Only a bearer that both have reported counts as refused with this request. If the stack
 * authorized nothing, or retries by itself, it reports nothing, and there is no retry here.
 *
 * <p>Public for advice.
 */
public final class LayeredRequest {

  private LayeredRequest() {}

  /**
   * Notes the bearer of a request that is passed to the stack now; for targets only. There may be
   * no token yet: the stack waits for one.
   */
  public static void given(
      Object request,
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    TargetedRequest targeted = AuthorizationBridge.find(scheme, host, port, path);
    if (targeted == null) {
      return;
    }
    String value = targeted.present(existing);
    if (value != null) {
      ExchangeNotes.remember(request, targeted.with(value));
    }
    if (RequestTarget.NO_TOKEN.equals(value)) {
      // A bearer that was refused before cannot be the one that this request waits for
      RefusedBearers.forgetLast(targeted.host);
    }
  }

  /**
   * Called for each final answer; the stack itself has reported a 403.
   *
   * @return whether a request to a target was refused (401)
   */
  public static boolean answered(Object request, int status) {
    if (status == 401) {
      ExchangeNotes.Note note = ExchangeNotes.of(request);
      return note != null && note.sent != null;
    }
    if (status / 100 == 2) {
      ExchangeNotes.forgetAnswered(request);
    } else if (status >= 200) {
      ExchangeNotes.forgetSent(request);
    }
    return false;
  }

  /**
   * Notes that a hop was refused, for a stack that does not send it again.
   *
   * @param hop the object that the stack has authorized
   */
  public static void refused(Object hop) {
    ExchangeNotes.Note note = ExchangeNotes.of(hop);
    if (note != null && note.sent != null) {
      refused(note.sent);
    }
  }

  static void refused(TargetedRequest sent) {
    if (!sent.value.isEmpty()) {
      RefusedBearers.add(sent.value, sent.host);
    }
  }

  /**
   * Whether a request that was answered with 401 should be sent once more, as another token than
   * the refused one is available. An answer that went through {@link HeldAnswer} has waited for
   * that token already. Any other answer belongs to a caller who waits anyway, so the wait is here.
   */
  public static boolean retry(Object request) {
    ExchangeNotes.Note note = ExchangeNotes.of(request);
    TargetedRequest sent = note == null ? null : note.sent;
    if (sent == null) {
      return false;
    }
    boolean mayWait = AuthorizationBridge.holdOnce(request);
    String refused = refusedWith(request, sent);
    if (refused == null || !sent.refused(refused, mayWait)) {
      return false;
    }
    AuthorizationBridge.markRefused(request);
    return true;
  }

  /** The bearer that was refused with a 401 to this request; null if none is known. */
  static @Nullable String refusedWith(Object request, TargetedRequest sent) {
    String now = sent.present(null);
    if (now != null && RefusedBearers.contains(now, sent.host)) {
      // It may be newer than the request. Remembered, as it will soon not be the current one
      ExchangeNotes.remember(request, sent.with(now));
      return now;
    }
    if (sent.value.isEmpty()) {
      // Only the stack knows which one was sent later: it can only be the one refused last
      return RefusedBearers.last(sent.host);
    }
    return RefusedBearers.contains(sent.value, sent.host) ? sent.value : null;
  }
}
