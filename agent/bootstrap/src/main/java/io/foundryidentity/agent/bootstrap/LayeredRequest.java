package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * A request of a client that has its HTTP stack signed below it, and sends again by itself what is
 * refused.
 *
 * <p>Above, nobody sees which bearer goes out: the stack may hold the request back, or a refresh
 * may come between. So both ends tell what they know. The client says what would have been sent
 * when it gave the request away, the stack says which bearer was refused by which host. Only a
 * bearer of which both is known counts as refused with this request; where the stack signed
 * nothing, or sends again by itself, nobody says so, and there is no retry here.
 *
 * <p>Public for advice.
 */
public final class LayeredRequest {

  private LayeredRequest() {}

  /**
   * Notes what a request carries that is given to the stack now; for targets alone. It may be given
   * away before there is a token: the stack waits for one.
   */
  public static void given(
      Object request,
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    String value = AuthorizationBridge.present(scheme, host, port, path, existing);
    if (value != null) {
      SentBearers.remember(request, value, scheme, host, port, path);
    }
    if (RequestAuthorizer.NO_TOKEN.equals(value)) {
      // Whatever was refused before cannot be what this one waits for
      SentBearers.forgetLastRefused(host);
    }
  }

  /**
   * Notes that a hop of the stack was refused, which does not send it again.
   *
   * @param hop as the stack has signed it
   */
  public static void refused(Object hop) {
    SentBearers.Sent sent = SentBearers.of(hop);
    if (sent != null && sent.value != null) {
      refused(sent.value, sent.host);
    }
  }

  static void refused(String value, @Nullable String host) {
    SentBearers.markRefused(value, host);
  }

  /**
   * Whether a request that was answered with 401 is worth sending once more: another token than the
   * refused one is at hand. An answer that went through {@link HeldAnswer} has waited for it; one
   * that did not is with a caller who waits anyway, so the wait is here.
   */
  public static boolean retry(Object request) {
    SentBearers.Sent sent = SentBearers.of(request);
    if (sent == null) {
      return false;
    }
    boolean mayWait = AuthorizationBridge.holdOnce(request);
    String refused = refusedWith(request, sent);
    if (refused == null
        || !AuthorizationBridge.refused(
            sent.scheme, sent.host, sent.port, sent.path, refused, mayWait)) {
      return false;
    }
    AuthorizationBridge.markRefused(request);
    return true;
  }

  /** The bearer whose refusal a 401 to this request tells of; null where none is known. */
  static @Nullable String refusedWith(Object request, SentBearers.Sent sent) {
    String now = AuthorizationBridge.present(sent.scheme, sent.host, sent.port, sent.path, null);
    if (now != null && SentBearers.isRefused(now, sent.host)) {
      // It may have come after the request was given away; soon it is not the present one any more
      SentBearers.remember(request, now, sent.scheme, sent.host, sent.port, sent.path);
      return now;
    }
    if (RequestAuthorizer.NO_TOKEN.equals(sent.value)) {
      // Which one it has got since, only the stack knows: no other than the one refused last
      return SentBearers.lastRefused(sent.host);
    }
    return SentBearers.isRefused(sent.value, sent.host) ? sent.value : null;
  }
}
