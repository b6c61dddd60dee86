package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.configuration.KeyHeaders;
import io.foundryidentity.agent.core.server.Refused;
import io.foundryidentity.agent.core.server.RequestHead;
import io.foundryidentity.agent.core.targets.TargetPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  private static final String BEARER = "Bearer ";

  private final String address;
  private final String name;
  private final Routes routes;

  Admission(int port, Routes routes) {
    this.address = "127.0.0.1:" + port;
    this.name = "localhost:" + port;
    this.routes = routes;
  }

  /** The route that the request may take. */
  Route admit(RequestHead head) throws Refused {
    if (!METHODS.contains(head.method)) {
      throw new Refused("its method is not one that an API uses");
    }
    requirePlainPath(head.target);
    String host = head.only("Host");
    if (host == null || !(host.equals(address) || host.equalsIgnoreCase(name))) {
      throw new Refused("its Host is not this gateway");
    }
    if (head.has("Origin")) {
      throw new Refused("it comes from a web page: it has an Origin");
    }
    Route route = route(head);
    if (route == null) {
      throw new Refused("it does not carry the secret");
    }
    if (route.isSecretIn(head.target)) {
      throw new Refused("its URL contains the secret, which the target's server would log");
    }
    String prefix = route.target().pathPrefix();
    if (prefix != null && !TargetPath.isUnder(head.target, prefix)) {
      throw new Refused("its path is not under the target's prefix");
    }
    return route;
  }

  private static void requirePlainPath(String target) throws Refused {
    if (!target.startsWith("/") || target.startsWith("//")) {
      throw new Refused("its request target is not a path");
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      // "#" starts the fragment, which is never sent; the others are not allowed in a URI.
      if (c <= ' ' || c >= 0x7F || "#\"<>\\^`{|}".indexOf(c) >= 0) {
        throw new Refused("its path has a character that is not allowed in a path");
      }
      if (c == '%' && !(isHex(target, i + 1) && isHex(target, i + 2))) {
        throw new Refused("its path has a percent sign that is not an escape");
      }
    }
    if (!TargetPath.isPlain(target)) {
      throw new Refused("its path has segments or escapes that servers read differently");
    }
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
  }

  /**
   * Compares every value, whether an earlier one matched or not.
   *
   * <p>It reads only the key headers that clients set: API Management's header is for a service in
   * front of the target.
   */
  private @Nullable Route route(RequestHead head) throws Refused {
    Route found = null;
    String authorization = head.only("Authorization");
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      found = openedBy(authorization.substring(BEARER.length()).trim());
    }
    for (String name : KeyHeaders.ofClients()) {
      String key = head.only(name);
      Route opened = key == null ? null : openedBy(key);
      found = found == null ? opened : found;
    }
    return found;
  }

  private @Nullable Route openedBy(String presented) {
    return routes.openedBy(presented.getBytes(StandardCharsets.ISO_8859_1));
  }
}
