package io.foundryidentity.agent.core.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a token comes from can never be a target: a request for a token must not itself get one.
 *
 * <p>Four rules. {@linkplain SignInHost Hosts to sign in at} are known by their labels, those of
 * GitHub, Google and AWS that give assertions by their names. Link-local addresses belong to the
 * machine: its identity endpoint is there. And what this process is told to sign in at is forbidden
 * by host and port.
 */
public final class ForbiddenTargets {

  private static final String[] VARIABLES = {
    "IDENTITY_ENDPOINT",
    "MSI_ENDPOINT",
    "IMDS_ENDPOINT",
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    "AZURE_AUTHORITY_HOST",
    // They give assertions, or the keys with which AWS gives one
    "ACTIONS_ID_TOKEN_REQUEST_URL",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    "AWS_ENDPOINT_URL_STS",
    "AWS_ENDPOINT_URL"
  };

  /** A host with or without a port, and plain http. */
  private static final String GOOGLE_METADATA = "GCE_METADATA_HOST";

  /** Hosts that give assertions, and all names below them. */
  private static final String[] ASSERTION_HOSTS = {
    "actions.githubusercontent.com",
    "metadata.google.internal",
    "metadata.goog",
    "instance-data.ec2.internal"
  };

  /** The IPv6 addresses of the metadata services of AWS and Google, without their last group. */
  private static final String[] METADATA_NETWORKS = {"fd00:ec2:0:0:0:0:0:", "fd20:ce:0:0:0:0:0:"};

  /** AKS identity bindings: the token proxy, and the name that its certificate is for. */
  private static final String[] TOKEN_PROXY = {
    "AZURE_KUBERNETES_TOKEN_PROXY", "AZURE_KUBERNETES_SNI_NAME"
  };

  private static final int ANY_PORT = -1;
  private static final String LOOPBACK = "localhost";

  private final List<String> hosts = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  /** The endpoints in environment variables. */
  public ForbiddenTargets(Map<String, String> environment) {
    for (String variable : VARIABLES) {
      String endpoint = environment.get(variable);
      if (endpoint != null) {
        add(endpoint, "the identity endpoint that " + variable + " names");
      }
    }
    String google = environment.get(GOOGLE_METADATA);
    if (google != null) {
      add("http://" + google, "the metadata server that " + GOOGLE_METADATA + " names");
    }
    for (String variable : TOKEN_PROXY) {
      String proxy = environment.get(variable);
      if (proxy != null) {
        // All ports of that machine, but this machine has others' ports too
        boolean loopback = canonical(host(proxy)).equals(LOOPBACK);
        String reason = "the token proxy that " + variable + " names";
        add(host(proxy), loopback ? port(proxy) : ANY_PORT, reason);
      }
    }
  }

  /**
   * Forbids one more endpoint.
   *
   * @param endpoint a URL or a bare host; an invalid one cannot be reached either
   */
  public void add(String endpoint, String reason) {
    add(host(endpoint), port(endpoint), reason);
  }

  /** The host and port of a URL, or of a host with or without a port; in lower case. */
  private static String authority(String endpoint) {
    String rest = endpoint.trim().toLowerCase(Locale.ROOT);
    int scheme = rest.indexOf("://");
    rest = scheme < 0 ? rest : rest.substring(scheme + 3);
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (c == '/' || c == '?' || c == '#' || c == '\\') {
        rest = rest.substring(0, i);
      }
    }
    return rest.substring(rest.lastIndexOf('@') + 1);
  }

  private static int portColon(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? colon : -1;
  }

  private static String host(String endpoint) {
    String authority = authority(endpoint);
    int colon = portColon(authority);
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  private static int port(String endpoint) {
    String authority = authority(endpoint);
    int colon = portColon(authority);
    return colon >= 0
        ? port(authority, colon + 1)
        : endpoint.trim().toLowerCase(Locale.ROOT).startsWith("http://") ? 80 : 443;
  }

  /**
   * If the port is not a number, every port of that host is forbidden, which is the safe choice.
   * Not by {@link Integer#parseInt}: the verifier would load its exception before {@code main}.
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

  /** What the forbidden target is, for a message; null if it is allowed. */
  public @Nullable String reason(Target target) {
    return reason(target.host(), target.port(), target.wildcard());
  }

  /**
   * The same for text that is not a target, as another message about it would invite to mend it.
   *
   * @param text a URL, host or wildcard in any form
   */
  public @Nullable String reason(String text) {
    String host = host(text);
    boolean wildcard = host.startsWith("*.");
    return reason(wildcard ? host.substring(2) : host, port(text), wildcard);
  }

  private @Nullable String reason(String written, int port, boolean wildcard) {
    String host = canonical(written);
    for (int i = 0; i < hosts.size(); i++) {
      boolean samePort = ports.get(i) == ANY_PORT || ports.get(i) == port;
      if (samePort && (wildcard ? isUnder(hosts.get(i), host) : hosts.get(i).equals(host))) {
        return reasons.get(i);
      }
    }
    if (host.equals("169.254.169.254")) {
      return "the virtual machine's identity endpoint";
    }
    if (isLinkLocal(host)) {
      return "a link-local address, and the machine's identity endpoint is one";
    }
    if (isAssertionHost(host)) {
      return "a host that gives assertions to sign in with";
    }
    String label = SignInHost.label(host);
    return label == null ? null : "an authority host, as '" + label + "' in its name says";
  }

  private static boolean isLinkLocal(String host) {
    return (host.startsWith("169.254.") && TargetParser.isIpv4(host))
        || (host.startsWith("fe")
            && host.indexOf(':') == 4
            && host.charAt(2) >= '8'
            && host.charAt(2) <= 'b');
  }

  private static boolean isAssertionHost(String host) {
    for (String name : ASSERTION_HOSTS) {
      int before = host.length() - name.length();
      if (host.endsWith(name) && (before == 0 || host.charAt(before - 1) == '.')) {
        return true;
      }
    }
    for (String network : METADATA_NETWORKS) {
      if (host.startsWith(network)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnder(String host, String suffix) {
    int dot = host.indexOf('.');
    return dot > 0 && host.substring(dot + 1).equals(suffix);
  }

  /** Gives one name to each host that can be written in several ways, such as loopback. */
  private static String canonical(String written) {
    String host = written;
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (isUnusual(host)) {
      // Most JVMs do not load that class
      host = HostAddress.canonical(host);
    }
    boolean loopback =
        host.equals(LOOPBACK)
            || host.endsWith("." + LOOPBACK)
            || host.equals("0:0:0:0:0:0:0:1")
            // Connections to these reach this machine
            || host.equals("0.0.0.0")
            || (host.startsWith("127.") && TargetParser.isIpv4(host));
    return loopback ? LOOPBACK : host;
  }

  /** Whether it is not ASCII, an IPv6 address, or what may be an IPv4 address. */
  private static boolean isUnusual(String host) {
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) == ':' || host.charAt(i) >= 0x80) {
        return true;
      }
    }
    int last = host.lastIndexOf('.') + 1;
    return last < host.length() && host.charAt(last) >= '0' && host.charAt(last) <= '9';
  }
}
