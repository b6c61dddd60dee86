package io.foundryidentity.agent.core.target;

import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What TargetTable has to answer, written for reading and not for speed. */
final class ReferenceTargets {

  private static final Pattern HOST =
      Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*", Pattern.CASE_INSENSITIVE);
  private static final Pattern ODD_PATH =
      Pattern.compile(
          "(^|.*/)\\.{1,2}([/;].*|$)|.*\\\\.*|.*%(2e|2f|5c|25|$|.$).*", Pattern.CASE_INSENSITIVE);

  private final List<String> targets;

  ReferenceTargets(List<String> targets) {
    this.targets = targets;
  }

  Optional<String> find(String scheme, String host, int port, String path) {
    return targets.stream()
        .filter(target -> matches(target, scheme, host, port, path))
        .max(
            Comparator.<String, Boolean>comparing(target -> !target.contains("*"))
                .thenComparing(target -> url(target).getPath().length()));
  }

  private static URI url(String target) {
    return URI.create(
        (target.contains("://") ? target : "https://" + target).replace("*", "wildcard"));
  }

  private static boolean matches(String target, String scheme, String host, int port, String path) {
    URI url = url(target);
    String plain = host.replaceFirst("\\.$", "");
    return HOST.matcher(plain).matches()
        && url.getScheme().equals(scheme.toLowerCase(Locale.ROOT))
        && port(url.getScheme(), url.getPort()) == port(url.getScheme(), port)
        && hostPattern(url.getHost()).matcher(plain).matches()
        && isUnder(path, url.getPath());
  }

  private static int port(String scheme, int port) {
    return port != -1 ? port : scheme.equals("https") ? 443 : 80;
  }

  private static Pattern hostPattern(String host) {
    String literal = Pattern.quote(host.replaceFirst("^wildcard\\.", ""));
    return Pattern.compile(
        host.startsWith("wildcard.") ? "[a-z0-9-]+\\." + literal : literal,
        Pattern.CASE_INSENSITIVE);
  }

  private static boolean isUnder(String path, String prefix) {
    if (prefix.isEmpty()) {
      return true;
    }
    String bare = path.split("[?#]", 2)[0];
    List<String> segments = Arrays.asList(bare.split("/", -1));
    List<String> wanted = Arrays.asList(prefix.split("/", -1));
    return !ODD_PATH.matcher(bare).matches()
        && segments.size() >= wanted.size()
        && segments.subList(0, wanted.size()).equals(wanted);
  }
}
