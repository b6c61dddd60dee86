package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.targets.TargetParser;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once for each host of the clouds' AI services that its requests get no token, as {@code
 * hosts} does not cover them. At {@code debug} it lists the other hosts too.
 *
 * <p>Most requests of a JVM pass here. So {@link #note} only compares a character or two of a host
 * that cannot be one of those, and looks up one that was seen before.
 *
 * <p>There is a new one for each configuration, as a change of it is worth a new line.
 */
public final class UncoveredHosts {

  private static final Logger LOG = LoggerFactory.getLogger(UncoveredHosts.class);

  static final int MOST_TOLD = 50;
  static final int MOST_LISTED = 100;

  /** The spellings of one host are unlimited; afterwards no host is looked at. */
  private static final int MOST_SEEN = 1_000;

  /** The shortest is {@code a.openai.azure.us}. */
  private static final int SHORTEST = 17;

  private final List<Rule> rules;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final AtomicInteger clouds = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();
  private volatile boolean tells = true;
  private volatile boolean lists = LOG.isDebugEnabled();

  /** Public for the runtime module, which creates it. */
  public UncoveredHosts(List<Rule> rules) {
    this.rules = rules;
  }

  /** For an agent that is switched off by its configuration: says nothing. */
  public static UncoveredHosts silent() {
    UncoveredHosts silent = new UncoveredHosts(Collections.emptyList());
    silent.tells = false;
    silent.lists = false;
    return silent;
  }

  /** Called for each request that no target covers; the parameters are those of the lookup. */
  void note(@Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    if (host != null && ((tells && mayBeOfCloud(host)) || lists) && !seen.contains(host)) {
      look(scheme, host, port, path);
    }
  }

  /** Every such name has a z in {@code azure}, before {@code com}, {@code us} or {@code cn}. */
  private static boolean mayBeOfCloud(String host) {
    int length = host.length();
    if (length < SHORTEST) {
      return false;
    }
    int end = host.charAt(length - 1) == '.' ? length - 1 : length;
    return (host.charAt(end - 8) | 0x20) == 'z' || (host.charAt(end - 7) | 0x20) == 'z';
  }

  private void look(@Nullable String scheme, String host, int port, @Nullable String path) {
    boolean https = "https".equalsIgnoreCase(scheme);
    if (!https && !"http".equalsIgnoreCase(scheme)) {
      return; // A CONNECT of the JDK's client, for example
    }
    if (port == 0 || port < -1) {
      return; // The client could not say which
    }
    int known = port > 0 ? port : https ? 443 : 80;
    String name = host.toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    UncoveredHost uncovered = UncoveredHost.of(rules, https, name, known, path);
    if (uncovered == null) {
      return; // A lookup without a path, which says nothing about the request's
    }
    if (seen.size() >= MOST_SEEN) {
      tells = false;
      lists = false;
      return;
    }
    seen.add(host);
    // Text with anything else, such as user information, is no host and may be a secret
    if (isPlain(name) && told.add(name)) {
      if (TargetParser.isCloudResource(name)) {
        tell(uncovered);
      } else {
        list(uncovered);
      }
    }
  }

  private void tell(UncoveredHost uncovered) {
    int number = tells ? clouds.incrementAndGet() : MOST_TOLD + 2;
    if (number <= MOST_TOLD) {
      LOG.warn(
          "requests to {} are sent without a token: {}",
          uncovered.address(),
          uncovered.explanation());
    } else if (number == MOST_TOLD + 1) {
      tells = false;
      LOG.warn(
          "requests to more hosts that are not configured are sent without a token: no more"
              + " of them are listed");
    }
  }

  private void list(UncoveredHost uncovered) {
    int number = lists ? others.incrementAndGet() : MOST_LISTED + 2;
    if (number <= MOST_LISTED) {
      LOG.debug("requests to {} get no token: {}", uncovered.address(), uncovered.reason());
    } else if (number == MOST_LISTED + 1) {
      lists = false;
      LOG.debug("requests to more hosts get no token: no more of them are listed");
    }
  }

  /** How many spellings are remembered. */
  int seen() {
    return seen.size();
  }

  private static boolean isPlain(String name) {
    boolean ipv6 = name.startsWith("[") && name.endsWith("]");
    for (int i = ipv6 ? 1 : 0; i < name.length() - (ipv6 ? 1 : 0); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      if (!plain && c != '.' && !(ipv6 && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= 255;
  }
}
