package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.core.targets.TargetPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why {@code hosts} does not cover a request to one host, and the value that would; a value. */
final class UncoveredHost {

  /** A longer value would not be whole in a line of the log. */
  private static final int LONGEST_VALUE = 1_000;

  private static final String UNKNOWN = "this host is not configured";
  private static final String HTTP = "they use http, and a token goes over https only";

  private static final int SAME_RESOURCE = 1;
  private static final int SAME_HOST = 2;
  private static final int SAME_ADDRESS = 3;

  private final boolean https;
  private final String host;
  private final int port;
  private final String reason;

  /** Whose hosts the host would join; null for those of the default rule. */
  private final @Nullable Rule rule;

  /** Whether another value of {@code hosts} is what helps. */
  private final boolean hostsHelp;

  private UncoveredHost(
      boolean https, String host, int port, String reason, @Nullable Rule rule, boolean hostsHelp) {
    this.https = https;
    this.host = host;
    this.port = port;
    this.reason = reason;
    this.rule = rule;
    this.hostsHelp = hostsHelp;
  }

  /**
   * @param host in lower case, without a trailing dot
   * @return null if only the path could say why, and there is none; null if it is covered
   */
  static @Nullable UncoveredHost of(
      List<Rule> rules, boolean https, String host, int port, @Nullable String path) {
    Rule of = null;
    Target near = null;
    int best = 0;
    for (Rule each : rules) {
      for (Target target : each.targets()) {
        int nearness = nearness(target, https, host, port);
        if (nearness > best) {
          best = nearness;
          near = target;
          of = each;
        }
      }
    }
    Rule joined = of != null ? of : defaultRule(rules);
    if (near == null) {
      String reason = !https && isCloud(host) ? HTTP : UNKNOWN;
      return new UncoveredHost(https, host, port, reason, joined, true);
    }
    boolean plain = !https && near.scheme().equals("https");
    switch (best) {
      case SAME_ADDRESS:
        return path == null
            ? null
            : outside(rules, new UncoveredHost(https, host, port, "", joined, true), path);
      case SAME_HOST:
        return new UncoveredHost(https, host, port, plain ? HTTP : only(near), joined, !plain);
      default:
        String reason = plain ? HTTP : UNKNOWN + ", only " + near.host() + " is";
        return new UncoveredHost(https, host, port, reason, joined, true);
    }
  }

  private static boolean isCloud(String host) {
    return TargetParser.isCloudResource(host);
  }

  private static String only(Target near) {
    return "only " + near.scheme() + " on port " + near.port() + " of this host is configured";
  }

  private static int nearness(Target target, boolean https, String host, int port) {
    boolean same =
        target.wildcard()
            ? host.indexOf('.') == host.length() - target.host().length() - 1
                && host.endsWith(target.host())
            : host.equals(target.host());
    if (same) {
      boolean address = port == target.port() && https == target.scheme().equals("https");
      return address ? SAME_ADDRESS : SAME_HOST;
    }
    return !target.wildcard() && isSameResource(target.host(), host) ? SAME_RESOURCE : 0;
  }

  /** One resource has a name under several suffixes of one cloud. */
  private static boolean isSameResource(String one, String other) {
    int label = one.indexOf('.') + 1;
    return label > 1
        && other.startsWith(one.substring(0, label))
        && one.endsWith(other.substring(other.lastIndexOf('.')))
        && isCloud(one)
        && isCloud(other);
  }

  private static @Nullable UncoveredHost outside(
      List<Rule> rules, UncoveredHost request, String path) {
    StringBuilder prefixes = new StringBuilder();
    boolean odd = false;
    for (Rule each : rules) {
      for (Target target : each.targets()) {
        String prefix = target.pathPrefix();
        if (prefix != null
            && nearness(target, request.https, request.host, request.port) == SAME_ADDRESS) {
          prefixes.append(prefixes.length() == 0 ? "" : " and ").append(prefix);
          odd |= path.startsWith(prefix) && !TargetPath.isPlain(path);
        }
      }
    }
    if (prefixes.length() == 0) {
      return null; // Covered meanwhile, by a configuration that came during the lookup
    }
    String reason = "only paths under " + prefixes + " of this host are configured";
    return new UncoveredHost(
        request.https,
        request.host,
        request.port,
        odd
            ? reason
                + ", and a path that servers can read in different ways matches none of them;"
                + " the application must send it without empty or dot segments and odd escapes"
            : reason,
        request.rule,
        !odd);
  }

  private static @Nullable Rule defaultRule(List<Rule> rules) {
    for (Rule rule : rules) {
      if (rule.name().equals(Rule.DEFAULT)) {
        return rule;
      }
    }
    return null;
  }

  /** Never with a path, which may hold what the application keeps secret. */
  String address() {
    return (https ? "https://" : "http://") + host + ":" + port;
  }

  String reason() {
    return reason;
  }

  /** The reason and what to do. */
  String explanation() {
    StringBuilder text = new StringBuilder(reason);
    if (!https) {
      text.append("; use https in the application's URL");
    }
    if (!hostsHelp) {
      return text.toString();
    }
    String prefix = rule == null ? "" : rule.keyPrefix();
    String value = value();
    text.append("; if this host is yours, ").append(https ? "" : "also ");
    if (value.length() > LONGEST_VALUE) {
      text.append("add ").append(entry()).append(" to ").append(Key.HOSTS.property(prefix));
    } else {
      text.append("set ").append(Key.HOSTS.property(prefix)).append('=').append(value);
    }
    text.append(" (as a variable: ").append(variable()).append(')');
    if (rule != null) {
      text.append("; the current value is from: ").append(rule.hostsSource());
    }
    return text.toString();
  }

  private String variable() {
    return rule == null ? Key.HOSTS.variable() : rule.variable(Key.HOSTS);
  }

  /** All of {@code hosts}, with this host. */
  private String value() {
    StringBuilder value = new StringBuilder();
    if (rule != null) {
      for (Target target : rule.targets()) {
        value.append(target.source()).append(',');
      }
    }
    return value.append(entry()).toString();
  }

  private String entry() {
    return !https || port == 443 ? host : host + ":" + port;
  }
}
