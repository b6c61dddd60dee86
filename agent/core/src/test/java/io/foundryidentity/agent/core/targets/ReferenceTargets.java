package io.foundryidentity.agent.core.targets;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What TargetTable must find, written to be easy to read and not to be fast. */
final class ReferenceTargets {

  private static final Pattern HOST =
      Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*", Pattern.CASE_INSENSITIVE);

  /** A path's text before its query; what it is unescaped to is looked at apart. */
  private static final Pattern PLAIN_PATH =
      Pattern.compile("(/|[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*");

  private static final Pattern ODD_SEGMENTS =
      Pattern.compile("/[/;]|(?<=/)\\.++(?![A-Za-z0-9_~-])|/%20|%20(?=[/;]|$)");

  private static final Pattern ESCAPED_ASCII = Pattern.compile("[ \":<>@\\[\\]^`{|}]");
  private static final Pattern ESCAPED_LETTER = Pattern.compile("[\\p{L}\\p{Nd}\\p{Mn}\\p{Mc}]");
  private static final Pattern STRUCTURE = Pattern.compile("[\\x00- ./\\\\%;?#\\x7F]");

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
    String bare = path.split("[?]", 2)[0];
    String query = path.substring(bare.length());
    List<String> segments = Arrays.asList(bare.split("/", -1));
    List<String> wanted = Arrays.asList(prefix.split("/", -1));
    return segments.size() >= wanted.size()
        && segments.subList(0, wanted.size()).equals(wanted)
        && PLAIN_PATH.matcher(bare).matches()
        && !ODD_SEGMENTS.matcher(bare).find()
        && query.matches("[\\x21-\\x7E]*")
        && Pattern.compile("(%..)+").matcher(bare).results().allMatch(run -> isPlain(run.group()));
  }

  /** Unescapes a run of escapes as strict UTF-8. */
  private static boolean isPlain(String escapes) {
    ByteBuffer octets = ByteBuffer.allocate(escapes.length() / 3);
    for (int i = 0; i < escapes.length(); i += 3) {
      octets.put((byte) Integer.parseInt(escapes.substring(i + 1, i + 3), 16));
    }
    octets.flip();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
      return text.codePoints().allMatch(ReferenceTargets::isPlain);
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  private static boolean isPlain(int codePoint) {
    String text = Character.toString(codePoint);
    return codePoint < 0x80
        ? ESCAPED_ASCII.matcher(text).matches()
        : ESCAPED_LETTER.matcher(text).matches()
            && !STRUCTURE.matcher(Character.toString(codePoint & 0xFF)).matches();
  }
}
