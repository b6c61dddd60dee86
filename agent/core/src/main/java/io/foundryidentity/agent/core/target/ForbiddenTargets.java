package io.foundryidentity.agent.core.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity endpoints, which can never be targets: a token sent there would be signed by itself.
 */
public final class ForbiddenTargets {

  private static final String[] VARIABLES = {
    "IDENTITY_ENDPOINT",
    "MSI_ENDPOINT",
    "IMDS_ENDPOINT",
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    "AZURE_AUTHORITY_HOST"
  };

  private static final String[] AUTHORITIES = {
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.chinacloudapi.cn",
    "login.partner.microsoftonline.cn",
    "login.windows.net",
    "sts.windows.net"
  };

  private static final int ANY_PORT = -1;

  private final List<String> hosts = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  /** The well-known endpoints, on whatever port, and those that the environment names. */
  public ForbiddenTargets(Map<String, String> environment) {
    add("169.254.169.254", ANY_PORT, "the virtual machine's identity endpoint");
    for (String authority : AUTHORITIES) {
      add(authority, ANY_PORT, "an authority host");
    }
    for (String variable : VARIABLES) {
      String endpoint = environment.get(variable);
      if (endpoint != null) {
        add(endpoint, "the identity endpoint that " + variable + " names");
      }
    }
  }

  /**
   * Forbids one more.
   *
   * @param endpoint a URL or a bare host; one that cannot be read cannot be reached either
   */
  public void add(String endpoint, String reason) {
    String rest = endpoint.trim().toLowerCase(Locale.ROOT);
    int scheme = rest.indexOf("://");
    int port = rest.startsWith("http://") ? 80 : 443;
    rest = scheme < 0 ? rest : rest.substring(scheme + 3);
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (c == '/' || c == '?' || c == '#' || c == '\\') {
        rest = rest.substring(0, i);
      }
    }
    rest = rest.substring(rest.lastIndexOf('@') + 1);
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf(']')) {
      port = port(rest, colon + 1);
      rest = rest.substring(0, colon);
    }
    add(rest, port, reason);
  }

  /**
   * Of what is no number every port of that host is forbidden: the safe reading. Not by {@link
   * Integer#parseInt}, whose exception the verifier would load before {@code main}.
   */
  private static int port(String text, int begin) {
    int port = 0;
    for (int i = begin; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || port > 65_535) {
        return ANY_PORT;
      }
      port = 10 * port + c - '0';
    }
    return begin == text.length() ? ANY_PORT : port;
  }

  private void add(String host, int port, String reason) {
    hosts.add(canonical(host));
    ports.add(port);
    reasons.add(reason);
  }

  /** What the target is instead of a place for tokens, or null where it may be one. */
  public @Nullable String reason(Target target) {
    String host = canonical(target.host());
    for (int i = 0; i < hosts.size(); i++) {
      int port = ports.get(i);
      boolean samePort = port == ANY_PORT || port == target.port();
      if (samePort
          && (target.wildcard() ? isUnder(hosts.get(i), host) : hosts.get(i).equals(host))) {
        return reasons.get(i);
      }
    }
    return null;
  }

  private static boolean isUnder(String host, String suffix) {
    int dot = host.indexOf('.');
    return dot > 0 && host.substring(dot + 1).equals(suffix);
  }

  /** One name for each machine as far as that can be told: loopback has many. */
  private static String canonical(String written) {
    String host = written;
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    // The colon first: most JVMs then never load what reads these addresses
    if (host.indexOf(':') >= 0 && Ipv6.isLiteral(host, 0, host.length())) {
      int end = host.length();
      host = Ipv6.text(Ipv6.high(host, 0, end), Ipv6.low(host, 0, end));
    }
    boolean loopback =
        host.equals("localhost")
            || host.endsWith(".localhost")
            || host.equals("0:0:0:0:0:0:0:1")
            || (host.startsWith("127.") && TargetParser.isIpv4(host));
    return loopback ? "localhost" : host;
  }
}
