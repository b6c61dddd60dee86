package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.targets.Target;
import java.util.List;

/**
 * The text of the line that says what the agent does in this JVM: for which hosts it is active, or
 * why it is off.
 *
 * <p>Made before {@code main} in every JVM with the agent, so it uses no lambdas and no formatter.
 */
final class FirstLine {

  private static final int MOST_HOSTS = 5;

  private FirstLine() {}

  /** For a configuration with at least one host. */
  static String active(Configuration configuration, String version) {
    StringBuilder line = new StringBuilder("agent ").append(version).append(" is active ");
    if (configuration.dryRun()) {
      line.append("(dry run: no request gets a token) ");
    }
    List<Rule> rules = configuration.rules();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      line.append(i == 0 ? "for [" : "; for [");
      hosts(line, rule.targets());
      line.append("] with credential ").append(rule.identity().credential());
      line.append(", hosts from ").append(rule.hostsSource());
    }
    String others = configuration.otherSources();
    if (!others.isEmpty() && !rules.get(0).hostsSource().startsWith(others)) {
      line.append("; other settings from ").append(others);
    }
    return line.toString();
  }

  private static void hosts(StringBuilder line, List<Target> targets) {
    for (int i = 0; i < targets.size() && i < MOST_HOSTS; i++) {
      line.append(i == 0 ? "" : ", ").append(targets.get(i));
    }
    if (targets.size() > MOST_HOSTS) {
      line.append(" and ").append(targets.size() - MOST_HOSTS).append(" more");
    }
  }

  /**
   * @param reason a mistake in the configuration, or why there is nothing to do
   */
  static String off(String reason, String version) {
    return "agent " + version + " is off, because " + reason;
  }
}
