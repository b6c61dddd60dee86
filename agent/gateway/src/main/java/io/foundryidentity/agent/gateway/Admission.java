package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.Refused;
import io.foundryidentity.agent.core.server.RequestHead;
import io.foundryidentity.agent.core.targets.TargetPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules for accepting a request; each request must follow all of them.
 *
 * <ul>
 *   <li>It has the secret of a route, which no other process knows.
 *   <li>Its Host is this listener. A web page whose host name was made to resolve to 127.0.0.1 has
 *       another Host.
 *   <li>It has no Origin. A browser sends one with a page's requests to other hosts.
 *   <li>Its target is a plain path, which every server reads as under the route's prefix: no other
 *       form, no dot segments, no escaped dots, slashes, backslashes or percent signs.
 *   <li>Its secret is in a header, from which it can be removed, and not also in the target.
 *   <li>Its method is one that APIs use: a CONNECT would open a tunnel, and a TRACE would show the
 *       token.
 * </ul>
 */
final class Admission {

  private static final Set<String> METHODS =
      new HashSet<>(Arrays.asList("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"));

  private final Routes routes;

  Admission(Routes routes) {
    this.routes = routes;
  }

  /**
   * The route that the request may take.
   *
   * <p>A client with the secret is told each mistake, a web page none.
   */
  Route admit(RequestHead head, HostNames names) throws NotAdmitted, Refused {
    PresentedSecret presented = new PresentedSecret(head, routes);
    Route route = presented.route();
    boolean told = route != null || mayBeTold(head, names);
    if (!METHODS.contains(head.method)) {
      throw new NotAdmitted(Refusal.METHOD, told);
    }
    requireOwnHost(head, names, told);
    if (route == null) {
      boolean misplaced = hasSecretIn(head.target);
      throw new NotAdmitted(misplaced ? Refusal.SECRET_IN_URL : presented.refusal(), told);
    }
    if (route.isSecretIn(head.target)) {
      throw new NotAdmitted(Refusal.SECRET_IN_URL, told);
    }
    String prefix = route.target().pathPrefix();
    if (prefix != null && !TargetPath.isUnder(head.target, prefix)) {
      throw new NotAdmitted(Refusal.PREFIX, told);
    }
    return route;
  }

  /** As {@link #admit}, for a {@link GatewayPage}, which needs no secret. */
  void requireOwnHost(RequestHead head, HostNames names) throws NotAdmitted, Refused {
    if (isOfWebPage(head)) {
      throw new NotAdmitted(Refusal.WEB_PAGE, false);
    }
    requireOwnHost(head, names, mayBeTold(head, names));
  }

  /** The rules for every request: a plain path, this gateway's Host, and no Origin. */
  private static void requireOwnHost(RequestHead head, HostNames names, boolean told)
      throws NotAdmitted, Refused {
    if (!isPlainPath(head.target)) {
      throw new NotAdmitted(Refusal.PATH, told);
    }
    if (!names.contain(head.only("Host"))) {
      throw new NotAdmitted(Refusal.HOST, told);
    }
    if (head.has("Origin")) {
      throw new NotAdmitted(Refusal.WEB_PAGE, told);
    }
  }

  /** Whether it cannot be of a web page, which must not learn that there is a gateway. */
  private static boolean mayBeTold(RequestHead head, HostNames names) throws Refused {
    return names.contain(head.only("Host")) && !isOfWebPage(head);
  }

  /**
   * Browsers send one of these with requests that a page causes; {@code none} is what a person has
   * typed.
   */
  private static boolean isOfWebPage(RequestHead head) {
    if (head.has("Origin")) {
      return true;
    }
    for (String site : head.all("Sec-Fetch-Site")) {
      if (!site.equals("none")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a segment of the path, or a name or value of the query, is a secret. Compares whole
   * pieces only, in a time that does not depend on the secret: whoever asks here has none.
   */
  private boolean hasSecretIn(String target) {
    boolean found = false;
    int begin = 0;
    for (int i = 0; i <= target.length(); i++) {
      if (i == target.length() || "/?&=;".indexOf(target.charAt(i)) >= 0) {
        String piece = Unescaped.of(target.substring(begin, i));
        found |= routes.openedBy(piece.getBytes(StandardCharsets.ISO_8859_1)) != null;
        begin = i + 1;
      }
    }
    return found;
  }

  private static boolean isPlainPath(String target) {
    if (!target.startsWith("/") || target.startsWith("//")) {
      return false;
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      // "#" starts the fragment, which is never sent; the others are not allowed in a URI.
      if (c <= ' ' || c >= 0x7F || "#\"<>\\^`{|}".indexOf(c) >= 0) {
        return false;
      }
      if (c == '%' && !(isHex(target, i + 1) && isHex(target, i + 2))) {
        return false;
      }
    }
    return TargetPath.isPlain(target);
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
  }
}
