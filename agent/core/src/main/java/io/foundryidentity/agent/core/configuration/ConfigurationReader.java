package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.target.ForbiddenTargets;
import io.foundryidentity.agent.core.target.Quoted;
import io.foundryidentity.agent.core.target.Target;
import io.foundryidentity.agent.core.target.TargetParser;
import io.foundryidentity.agent.core.token.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns settings into a configuration, or into all that is wrong with them.
 *
 * <p>Runs before {@code main} in every JVM that is given the flag: no lambdas, streams, regular
 * expressions or {@code String.format} here, and as few classes as there can be.
 */
final class ConfigurationReader {

  private static final String[] CREDENTIALS = {
    "default",
    "managed-identity",
    "workload-identity",
    "environment",
    "azure-cli",
    "azure-powershell",
    "azure-developer-cli"
  };

  private final String[] clients;
  private final Map<String, String> environment;
  private final Settings settings;
  private final List<String> problems;
  private final List<String> warnings;
  private final List<Rule> rules = new ArrayList<>();
  private final ForbiddenTargets forbidden;

  ConfigurationReader(ConfigurationSources sources, String... clients) {
    this.clients = clients;
    environment = sources.environment();
    settings = Settings.of(sources);
    problems = settings.problems();
    warnings = settings.warnings();
    forbidden = new ForbiddenTargets(environment);
  }

  Configuration read() throws ConfigurationException {
    Choices choices = new Choices(settings, problems, clients);
    if (!choices.enabled) {
      // Who switches the agent off wants silence, whatever else is set.
      return new Configuration(rules, choices, new ArrayList<String>());
    }
    // All of them first: the authority of one rule is no target of another.
    forbidAuthority("");
    for (String name : settings.ruleNames()) {
      forbidAuthority(Key.RULE_PREFIX + name + '.');
    }
    rule(Rule.DEFAULT, "");
    for (String name : settings.ruleNames()) {
      rule(name, Key.RULE_PREFIX + name + '.');
    }
    refuseTargetsOfTwoRules();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new Configuration(rules, choices, warnings);
  }

  private void rule(String name, String prefix) {
    Identity identity = identity(prefix);
    List<Target> targets = new ArrayList<>();
    Setting hosts = settings.get(prefix + "hosts");
    if (hosts != null) {
      for (String text : Lists.split(hosts.value)) {
        add(targets, text, hosts);
      }
    } else if (prefix.isEmpty()) {
      fallback(targets);
    } else {
      problems.add(prefix + "hosts is missing: a rule without hosts signs nothing");
    }
    if (!targets.isEmpty()) {
      rules.add(new Rule(name, targets, identity, scope(prefix)));
    }
  }

  private void fallback(List<Target> targets) {
    if (!settings.ruleNames().isEmpty()) {
      return;
    }
    int before = warnings.size();
    Target named = FallbackHost.of(environment, warnings);
    if (named != null) {
      targets.add(named);
    } else if (warnings.size() == before) {
      warnings.add("no host is configured, so no request is signed: set foundry.identity.hosts");
    }
  }

  private void add(List<Target> targets, String text, Setting hosts) {
    Target target;
    try {
      target = TargetParser.parse(text);
    } catch (IllegalArgumentException mistake) {
      problems.add(hosts.named() + ": " + mistake.getMessage());
      return;
    }
    String reason = forbidden.reason(target);
    if (reason != null) {
      problems.add(
          hosts.named()
              + ": "
              + Quoted.quote(text)
              + " is "
              + reason
              + ", and no token may go there");
    } else if (!targets.contains(target)) {
      targets.add(target);
      String warning = target.warning();
      if (warning != null) {
        warnings.add(hosts.named() + ": " + warning);
      }
    }
  }

  private void refuseTargetsOfTwoRules() {
    for (int i = 0; i < rules.size(); i++) {
      for (int j = i + 1; j < rules.size(); j++) {
        for (Target target : rules.get(j).targets()) {
          if (rules.get(i).targets().contains(target)) {
            problems.add(
                target
                    + " is a host of the rules "
                    + rules.get(i).name()
                    + " and "
                    + rules.get(j).name()
                    + ": give each of them a path prefix of its own, or take it out of one");
          }
        }
      }
    }
  }

  private @Nullable String scope(String prefix) {
    Setting scope = settings.get(prefix + "scope");
    return scope == null || scope.value.equals("auto") ? null : scope.value;
  }

  private Identity identity(String prefix) {
    Setting credential = settings.get(prefix + "credential");
    String kind = credential == null ? CREDENTIALS[0] : Lists.lower(credential.value);
    if (credential != null && !Lists.contains(CREDENTIALS, kind)) {
      problems.add(
          credential.described()
              + " is not one of "
              + Lists.join(CREDENTIALS)
              + "; the nearest is "
              + Nearest.of(kind, CREDENTIALS));
    }
    Setting objectId = settings.get(prefix + "object-id");
    Setting resourceId = settings.get(prefix + "resource-id");
    Setting clientId = settings.get(prefix + "client-id");
    exclude(clientId, objectId);
    exclude(clientId, resourceId);
    exclude(objectId, resourceId);
    if (kind.startsWith("azure-")) {
      excludeWith(credential, clientId);
      excludeWith(credential, objectId);
      excludeWith(credential, resourceId);
    }
    if (kind.equals("environment") || kind.equals("workload-identity")) {
      excludeWith(credential, objectId);
      excludeWith(credential, resourceId);
    }
    boolean byClientId = objectId == null && resourceId == null && !kind.startsWith("azure-");
    return new Identity(
        kind,
        clientId != null ? clientId.value : byClientId ? value("", "AZURE_CLIENT_ID") : null,
        value(prefix + "tenant-id", "AZURE_TENANT_ID"),
        resourceId == null ? null : resourceId.value,
        objectId == null ? null : objectId.value,
        value(prefix + "authority-host", "AZURE_AUTHORITY_HOST"));
  }

  private void forbidAuthority(String prefix) {
    Setting authority = setting(prefix + "authority-host", "AZURE_AUTHORITY_HOST");
    if (authority == null) {
      return;
    }
    forbidden.add(authority.value, "the authority host that " + authority.key + " names");
    try {
      if (Lists.lower(authority.value).startsWith("https://")
          && !TargetParser.parse(authority.value).wildcard()) {
        return;
      }
    } catch (IllegalArgumentException notOneHost) {
      // Said below, with an example.
    }
    String problem =
        authority.described() + " is not an https URL such as https://login.microsoftonline.us/";
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  private @Nullable String value(String key, String variable) {
    Setting setting = setting(key, variable);
    return setting == null ? null : setting.value;
  }

  /** The variable is one that azure-identity reads too. */
  private @Nullable Setting setting(String key, String variable) {
    Setting setting = settings.get(key);
    if (setting != null) {
      return setting;
    }
    String value = environment.get(variable);
    return value == null || value.trim().isEmpty()
        ? null
        : new Setting(key, value.trim(), "environment variable " + variable);
  }

  private void exclude(@Nullable Setting one, @Nullable Setting other) {
    if (one != null && other != null) {
      problems.add(
          one.described() + " and " + other.described() + " both pick an identity: set one");
    }
  }

  private void excludeWith(@Nullable Setting credential, @Nullable Setting id) {
    if (credential != null && id != null) {
      problems.add(
          id.described()
              + " has no meaning with "
              + credential.described()
              + ": leave it out, or use managed-identity");
    }
  }
}
