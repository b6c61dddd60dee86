package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyRoutes;
import io.foundryidentity.agent.core.diagnosis.HarmlessRequest;
import io.foundryidentity.agent.core.target.Target;
import io.foundryidentity.agent.core.target.TargetParser;
import io.foundryidentity.agent.core.target.TargetTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which targets a check examines, each with the rule that it belongs to. */
final class CheckTargets {

  private final Configuration configuration;
  private final List<Target> targets = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final TargetTable<Integer> table;
  private final ProxyRoutes routes;
  private final Connector connector;

  private CheckTargets(Configuration configuration, ProxyRoutes routes, Connector connector) {
    this.configuration = configuration;
    this.routes = routes;
    this.connector = connector;
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
   * Reads the configuration as the agent does; where it names no host, those that are asked for are
   * its targets.
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
   * The examinations that are asked for: of all targets where no URL is given.
   *
   * @throws IllegalArgumentException where one cannot be made; its message is for the operator
   */
  static List<Examination> examinations(
      Configuration configuration, List<String> urls, ProxyRoutes routes, Connector connector) {
    CheckTargets all = new CheckTargets(configuration, routes, connector);
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
          asked + " is none of the configured targets: " + configuration.targets());
    }
    return examination(number, asked, number.equals(find(asked, harmless)) ? harmless : path);
  }

  private @Nullable Integer find(Target asked, String path) {
    return table.find(asked.scheme(), asked.host(), asked.port(), path);
  }

  private Examination examination(int number, Target asked, @Nullable String path) {
    String harmless = HarmlessRequest.path(path);
    Integer covered = find(asked, harmless);
    return new Examination(
        rules.get(number),
        asked,
        asked.host(),
        covered != null && covered == number ? harmless : path == null ? "/" : path,
        routes.forHttps(asked.host(), asked.port()),
        connector);
  }
}
