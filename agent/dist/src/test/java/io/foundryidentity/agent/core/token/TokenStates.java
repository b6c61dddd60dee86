package io.foundryidentity.agent.core.token;

import java.util.ArrayList;
import java.util.List;

/** Token caches in each state that there can be; of each all values are known. */
public final class TokenStates {

  private TokenStates() {}

  public static List<TokenStatus> all() {
    List<TokenStatus> all = new ArrayList<>();
    for (int bits = 0; bits < 16; bits++) {
      all.add(of((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0));
    }
    return all;
  }

  /** One with a token and with a failure. */
  public static TokenStatus complete() {
    return of(true, true, true, true);
  }

  private static TokenStatus of(boolean usable, boolean came, boolean asking, boolean failed) {
    return new TokenStatus(
        "cache",
        usable,
        1,
        came ? 1 : 0,
        asking ? 1 : 0,
        1,
        failed ? 1 : 0,
        "failure",
        FetchCounts.NONE.withSuccess(),
        "who");
  }
}
