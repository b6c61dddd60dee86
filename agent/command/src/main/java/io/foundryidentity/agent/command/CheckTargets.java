package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.diagnosis.HarmlessRequest;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.core.targets.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The targets that a check tests, each with its rule. */
final class CheckTargets {

  private final Configuration configuration;
  private final List<Target> targets = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final TargetTable<Integer> table;
  private final Map<String, String> environment;

  private CheckTargets(Configuration configuration, Map<String, String> environment) {
    this.configuration = configuration;
    this.environment = environment;
    List<Integer> numbers = new ArrayList<>();
    for (Rule rule : configuration.rules()) {
      for (Target target : rule.targets()) {
        numbers.add(targets.size());
        targets.add(target);
        rules.add(rule);
      }
    }
    table = TargetTable.of(targets, numbers);
  }

  /**
   * Reads the configuration as the agent does; if it names no host, the given URLs are the targets.
   */
  static Configuration configuration(String arguments, List<String> urls, String... clients)
      throws ConfigurationException {
    Configuration configuration = Configuration.read(arguments, clients);
    if (configuration.hasTargets() || urls.isEmpty() || !configuration.enabled()) {
      return configuration;
    }
    String hosts = "hosts=" + String.join(",", urls);
    return Configuration.read(arguments.isEmpty() ? hosts : arguments + "," + hosts, clients);
  }

  /**
   * One examination for each given URL, or for each target if no URL is given.
   *
   * @param environment variables by name, for the proxy
   * @throws IllegalArgumentException if a URL is not a target; its message is for the operator
   */
  static List<Examination> examinations(
      Configuration configuration, List<String> urls, Map<String, String> environment) {
    CheckTargets all = new CheckTargets(configuration, environment);
    List<Examination> examinations = new ArrayList<>();
    for (String url : urls) {
      examinations.add(all.named(url));
    }
    for (int i = 0; urls.isEmpty() && i < all.targets.size(); i++) {
      if (!all.targets.get(i).wildcard()) {
        examinations.add(all.examination(i, all.targets.get(i), all.targets.get(i).pathPrefix()));
      }
    }
    if (examinations.isEmpty()) {
      throw new IllegalArgumentException(
          all.targets.isEmpty()
              ? "there is no target: configure hosts, or name a URL"
              : "every target is a wildcard: name a URL that one of them covers");
    }
    return examinations;
  }

  private Examination named(String url) {
    Target asked = TargetParser.parse(url);
    if (asked.wildcard()) {
      throw new IllegalArgumentException(url + " is not one host");
    }
    String path = asked.pathPrefix() == null ? "/" : asked.pathPrefix();
    Integer number = find(asked, path);
    String harmless = HarmlessRequest.path(asked.pathPrefix());
    if (number == null) {
      // The URL of a whole resource, of which a part is a target
      for (int i = 0; number == null && i < targets.size(); i++) {
        String prefix = targets.get(i).pathPrefix();
        if (prefix != null
            && prefix.startsWith(path)
            && Integer.valueOf(i).equals(find(asked, prefix))) {
          number = i;
          harmless = HarmlessRequest.path(prefix);
        }
      }
    }
    if (number == null) {
      throw new IllegalArgumentException(
          asked + " is not one of the configured targets: " + configuration.targets());
    }
    return examination(number, asked, number.equals(find(asked, harmless)) ? harmless : path);
  }

  private @Nullable Integer find(Target asked, String path) {
    return table.find(asked.scheme(), asked.host(), asked.port(), path);
  }

  private Examination examination(int number, Target asked, @Nullable String path) {
    String harmless = HarmlessRequest.path(path);
    Integer covered = find(asked, harmless);
    Way jvm = Way.ofJvm(asked.scheme(), asked.host(), asked.port());
    return new Examination(
        rules.get(number),
        asked,
        asked.host(),
        covered != null && covered == number ? harmless : path == null ? "/" : path,
        jvm,
        Way.ofVariable(environment, asked.scheme(), asked.host(), asked.port(), jvm),
        other -> Integer.valueOf(number).equals(find(asked, other)));
  }
}
