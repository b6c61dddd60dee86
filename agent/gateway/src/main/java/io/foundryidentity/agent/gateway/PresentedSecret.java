package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.configuration.KeyHeaders;
import io.foundryidentity.agent.core.server.Refused;
import io.foundryidentity.agent.core.server.RequestHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a request has where the secret belongs.
 *
 * <p>Every value is compared, whether an earlier one matched or not. It reads only the key headers
 * that clients set: API Management's header is for a service in front of the target.
 */
final class PresentedSecret {

  private static final String BEARER = "Bearer ";
  private static final int SHORTEST_TOKEN = 100;

  private final Routes routes;
  private @Nullable Route route;
  private boolean hasKey;
  private boolean hasToken;

  PresentedSecret(RequestHead head, Routes routes) throws Refused {
    this.routes = routes;
    String authorization = head.only("Authorization");
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      look(authorization.substring(BEARER.length()).trim());
    }
    for (String name : KeyHeaders.ofClients()) {
      String key = head.only(name);
      if (key != null) {
        look(key);
      }
    }
  }

  private void look(String presented) {
    Route opened = routes.openedBy(presented.getBytes(StandardCharsets.ISO_8859_1));
    route = route == null ? opened : route;
    hasKey |= !presented.isEmpty();
    hasToken |= isJwt(presented);
  }

  /** The route that it opens; null if it is not the secret of one. */
  @Nullable Route route() {
    return route;
  }

  /** Why it opens nothing. */
  Refusal refusal() {
    if (hasToken) {
      return Refusal.ENTRA_TOKEN;
    }
    return hasKey ? Refusal.WRONG_SECRET : Refusal.NO_SECRET;
  }

  /** Three parts in base64url; the first is that of a JSON object. */
  private static boolean isJwt(String text) {
    if (text.length() < SHORTEST_TOKEN || !text.startsWith("eyJ")) {
      return false;
    }
    int dots = 0;
    char before = '.';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        dots++;
        if (before == '.') {
          return false;
        }
      } else if (!(c < 0x80 && Character.isLetterOrDigit(c)) && c != '-' && c != '_') {
        return false;
      }
      before = c;
    }
    return dots == 2 && before != '.';
  }
}
