package io.foundryidentity.agent.core.status;

import io.foundryidentity.agent.core.token.TokenStatus;

/** Names the state of a token cache. */
final class TokenWords {

  private TokenWords() {}

  static String state(TokenStatus token) {
    if (token.usable) {
      return token.failures == 0 ? "good" : "good, refresh fails";
    }
    if (token.askingSinceMillis != 0) {
      return "asking";
    }
    if (token.failures > 0) {
      return "failed";
    }
    return token.refreshedAtMillis == 0 ? "not asked yet" : "ran out";
  }

  static boolean isIdle(TokenStatus token) {
    return state(token).equals("not asked yet");
  }
}
