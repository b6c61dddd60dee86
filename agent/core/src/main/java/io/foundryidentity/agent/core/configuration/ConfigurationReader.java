package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.ForbiddenTargets;
import io.foundryidentity.agent.core.targets.Quoted;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.core.token.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns settings into a configuration, or into a list of all their mistakes.
 *
 * <p>Runs before {@code main} in every JVM with the agent, so it uses no lambdas, streams, regular
 * expressions or {@code String.format}, and as few classes as possible.
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
  private @Nullable String noHost;

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
      // If the agent is switched off, mistakes in other settings are not reported.
      return new Configuration(rules, choices, new ArrayList<String>(), choices.switchedOff());
    }
    // All authorities first: the authority of one rule cannot be a target of another.
    forbidAuthority("");
    for (String name : settings.ruleNames()) {
      forbidAuthority(KeyNames.RULE_PREFIX + name + '.');
    }
    rule(Rule.DEFAULT, "");
    for (String name : settings.ruleNames()) {
      rule(name, KeyNames.RULE_PREFIX + name + '.');
    }
    refuseTargetsOfTwoRules();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems, choices);
    }
    return new Configuration(rules, choices, warnings, noHost);
  }

  private void rule(String name, String prefix) {
    Identity identity = identity(prefix);
    List<Target> targets = new ArrayList<>();
    Setting hosts = settings.get(prefix, Key.HOSTS);
    String source = hosts == null ? "" : hosts.source;
    if (hosts != null) {
      for (String text : Lists.split(hosts.value)) {
        add(targets, text, hosts);
      }
    } else if (prefix.isEmpty()) {
      source = fallback(targets);
    } else {
      problems.add(prefix + Key.HOSTS.id + " is missing: each rule needs hosts");
    }
    if (!targets.isEmpty()) {
      rules.add(new Rule(name, targets, source, identity, scope(prefix)));
    }
  }

  /** Returns the source of the host; empty if there is none. */
  private String fallback(List<Target> targets) {
    if (!settings.ruleNames().isEmpty()) {
      return "";
    }
    int before = warnings.size();
    Target named = FallbackHost.of(environment, warnings);
    Setting variable = named == null ? null : FallbackHost.setting(environment);
    if (named != null && variable != null) {
      String reason = forbidden.reason(named);
      if (reason == null) {
        targets.add(named);
      } else {
        problems.add(forbidden(variable, variable.value, reason));
      }
      return variable.source;
    }
    boolean noVariable = warnings.size() == before;
    if (noVariable) {
      warnings.add(
          "no host is configured: set "
              + Key.HOSTS.property()
              + " or "
              + Key.HOSTS.variable()
              + " to the host of your Azure AI Foundry resource");
    }
    noHost = (noVariable ? "" : "no host is configured: ") + join(warnings, before);
    return "";
  }

  private static String join(List<String> lines, int from) {
    StringBuilder joined = new StringBuilder();
    for (int i = from; i < lines.size(); i++) {
      joined.append(i == from ? "" : "; ").append(lines.get(i));
    }
    return joined.toString();
  }

  private void add(List<Target> targets, String text, Setting hosts) {
    Target target;
    try {
      target = TargetParser.parse(text);
    } catch (IllegalArgumentException mistake) {
      String reason = forbidden.reason(text);
      problems.add(
          reason == null
              ? hosts.named() + ": " + mistake.getMessage()
              : forbidden(hosts, text, reason));
      return;
    }
    String reason = forbidden.reason(target);
    if (reason != null) {
      problems.add(forbidden(hosts, text, reason));
    } else if (!targets.contains(target)) {
      targets.add(target);
      String warning = target.warning();
      if (warning != null) {
        warnings.add(hosts.named() + ": " + warning);
      }
    }
  }

  private static String forbidden(Setting hosts, String text, String reason) {
    return hosts.named()
        + ": "
        + Quoted.quote(text)
        + " is "
        + reason
        + ", so no token is sent there";
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
                    + ": give each rule its own path prefix, or remove the host from one of them");
          }
        }
      }
    }
  }

  private @Nullable String scope(String prefix) {
    Setting scope = settings.get(prefix, Key.SCOPE);
    if (scope == null || scope.value.equals(Key.SCOPE.byDefault)) {
      return null;
    }
    if (!scope.value.endsWith("/.default")) {
      warnings.add(
          scope.described()
              + " does not end with /.default, as Entra ID requires: set it to "
              + Quoted.quote(scope.value + (scope.value.endsWith("/") ? "" : "/") + ".default"));
    }
    return scope.value;
  }

  private Identity identity(String prefix) {
    Setting credential = settings.get(prefix, Key.CREDENTIAL);
    String kind = credential == null ? Key.CREDENTIAL.byDefault : Lists.lower(credential.value);
    if (credential != null && !Lists.contains(CREDENTIALS, kind)) {
      problems.add(
          credential.described()
              + " is not one of "
              + Lists.join(CREDENTIALS)
              + "; the nearest is "
              + Nearest.of(kind, CREDENTIALS));
    }
    Setting objectId = settings.get(prefix, Key.OBJECT_ID);
    Setting resourceId = settings.get(prefix, Key.RESOURCE_ID);
    Setting clientId = settings.get(prefix, Key.CLIENT_ID);
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
    Setting client =
        settings.mayTakeAzureClientId(prefix)
            ? settings.orVariable(prefix, Key.CLIENT_ID)
            : clientId;
    Setting tenant = settings.orVariable(prefix, Key.TENANT_ID);
    checkForms(client, objectId, resourceId, tenant);
    return new Identity(
        kind,
        value(client),
        value(tenant),
        value(resourceId),
        value(objectId),
        value(settings.orVariable(prefix, Key.AUTHORITY_HOST)));
  }

  private void checkForms(
      @Nullable Setting client,
      @Nullable Setting object,
      @Nullable Setting resource,
      @Nullable Setting tenant) {
    if (client != null) {
      IdForms.requireGuid(client, problems, warnings);
    }
    if (object != null) {
      IdForms.requireGuid(object, problems, warnings);
    }
    if (resource != null) {
      IdForms.requireResource(resource, problems);
    }
    if (tenant != null) {
      IdForms.requireTenant(tenant, problems, warnings);
    }
  }

  private void forbidAuthority(String prefix) {
    Setting authority = settings.orVariable(prefix, Key.AUTHORITY_HOST);
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
      // Reported below, with an example.
    }
    String problem =
        authority.described() + " is not an https URL such as https://login.microsoftonline.us/";
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  private static @Nullable String value(@Nullable Setting setting) {
    return setting == null ? null : setting.value;
  }

  private void exclude(@Nullable Setting one, @Nullable Setting other) {
    if (one != null && other != null) {
      problems.add(
          one.described() + " and " + other.described() + " both select an identity: set only one");
    }
  }

  private void excludeWith(@Nullable Setting credential, @Nullable Setting id) {
    if (credential != null && id != null) {
      problems.add(
          id.described()
              + " has no effect with "
              + credential.described()
              + ": remove it, or set credential=managed-identity");
    }
  }
}
