package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetPath;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * URLs of the target in its answers, which become the gateway's: a client that follows one stays
 * with the gateway. Everything else is left as it is.
 */
final class TargetLocation {

  private static final Set<String> HEADERS =
      new HashSet<>(
          Arrays.asList(
              "location", "operation-location", "content-location", "azure-asyncoperation"));

  private TargetLocation() {}

  /**
   * @param name in lower case
   */
  static boolean isIn(String name) {
    return HEADERS.contains(name);
  }

  /** The URL for a client of {@code route}. */
  static String forClient(Route route, String url) {
    Target target = route.target();
    int authority = url.indexOf("//");
    if (authority < 0 || !(authority == 0 || isScheme(url, authority, target.scheme()))) {
      return url;
    }
    int begin = authority + 2;
    int end = begin;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String path = url.substring(end);
    return isAuthority(url.substring(begin, end), target) && isReachable(path, target)
        ? route.origin() + path
        : url;
  }

  private static boolean isScheme(String url, int end, String scheme) {
    return url.substring(0, end).toLowerCase(Locale.ROOT).equals(scheme + ":");
  }

  /** Compared as a whole, so that a name with a user or a longer name is another one. */
  private static boolean isAuthority(String authority, Target target) {
    String host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
    String written = authority.toLowerCase(Locale.ROOT);
    boolean usual = target.port() == (target.scheme().equals("https") ? 443 : 80);
    return written.equals(host + ":" + target.port()) || (usual && written.equals(host));
  }

  /** Whether the gateway would accept that path; one outside of the prefix is another service. */
  private static boolean isReachable(String path, Target target) {
    int fragment = path.indexOf('#');
    String sent = fragment < 0 ? path : path.substring(0, fragment);
    String prefix = target.pathPrefix();
    if (sent.isEmpty() || sent.startsWith("?")) {
      return prefix == null;
    }
    return TargetPath.isPlain(sent) && (prefix == null || TargetPath.isUnder(sent, prefix));
  }
}
