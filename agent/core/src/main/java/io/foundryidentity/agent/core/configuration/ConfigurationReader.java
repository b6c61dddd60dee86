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
    CertificateReader.CERTIFICATE,
    "azure-cli",
    "azure-powershell",
    "azure-developer-cli",
    AssertionReader.FEDERATED,
    AssertionReader.AGENT_IDENTITY
  };

  /** What counts for the last two of them only. */
  private static final Key[] OF_ASSERTION = {
    Key.ASSERTION,
    Key.AUDIENCE,
    Key.ASSERTION_CLIENT_ID,
    Key.ASSERTION_RESOURCE_ID,
    Key.ASSERTION_FILE,
    Key.BLUEPRINT_CLIENT_ID
  };

  private final String[] clients;
  private final Map<String, String> environment;
  private final Settings settings;
  private final List<String> problems;
  private final List<String> warnings;
  private final List<Rule> rules = new ArrayList<>();
  private final ForbiddenTargets forbidden;
  private @Nullable String noHost;
  private boolean asksManagedIdentity;

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
    refuseIdentityOfGateway();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems, choices);
    }
    return new Configuration(rules, choices, warnings, noHost);
  }

  private void rule(String name, String prefix) {
    Identity identity = identity(prefix);
    if (namesCertificate(identity, prefix)) {
      identity = CertificateReader.read(identity, settings, prefix, problems);
    }
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
      String scope = scope(prefix);
      if (mayBeOtherCloud(targets, identity.authorityHost())) {
        identity = inCloud(identity, prefix, new RuleCloud(targets, scope));
      }
      rules.add(new Rule(name, targets, source, identity, scope, settings.variablePrefix()));
    }
    if (!targets.isEmpty() || settings.ruleNames().isEmpty()) {
      asksManagedIdentity |=
          identity.credential().equals(CREDENTIALS[0])
              || identity.credential().equals(CREDENTIALS[1])
              || identity.asksManagedIdentity();
    }
  }

  private boolean namesCertificate(Identity identity, String prefix) {
    return identity.credential().equals(CertificateReader.CERTIFICATE)
        || settings.get(prefix, Key.CERTIFICATE_FILE) != null
        || settings.get(prefix, Key.CERTIFICATE_PASSWORD_FILE) != null
        || settings.get(prefix, Key.SEND_CERTIFICATE_CHAIN) != null;
  }

  /** By the ends of the other clouds' names, without a look into their table. */
  private static boolean mayBeOtherCloud(List<Target> targets, @Nullable String authority) {
    for (Target target : targets) {
      String host = target.host();
      if (host.endsWith(".us") || host.endsWith(".cn") || host.endsWith(".net")) {
        return true;
      }
    }
    return authority != null && (authority.contains(".us") || authority.contains(".cn"));
  }

  private Identity inCloud(Identity identity, String prefix, RuleCloud cloud) {
    Setting authority = settings.orVariable(prefix, Key.AUTHORITY_HOST);
    cloud.warn(prefix + Key.HOSTS.id, identity, authority, warnings);
    String implied = authority == null ? cloud.authority() : null;
    Identity complete = implied == null ? identity : identity.at(implied);
    cloud.warnOfToken(
        complete, settings.get(prefix, Key.SCOPE), settings.get(prefix, Key.AUDIENCE), warnings);
    return complete;
  }

  /** The only problem then: the others come from the same environment. */
  private void refuseIdentityOfGateway() {
    String endpoint = environment.get("IDENTITY_ENDPOINT");
    if (endpoint == null
        || !asksManagedIdentity
        || !endpoint.endsWith(Configuration.GATEWAY_IDENTITY_PATH)) {
      return;
    }
    problems.clear();
    problems.add(
        "environment variable IDENTITY_ENDPOINT="
            + Quoted.quote(endpoint)
            + " is that of a gateway, which gives its secret and no Entra ID token: programs in"
            + " this environment send their requests to that gateway and need neither the agent"
            + " nor a second gateway. To use an identity here, run in another environment, or"
            + " first: unset IDENTITY_ENDPOINT IDENTITY_HEADER AZURE_TOKEN_CREDENTIALS"
            + " AZURE_AI_FOUNDRY_RESOURCE_URL FOUNDRY_RESOURCE_URL AZURE_OPENAI_ENDPOINT");
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
              + Key.HOSTS.variable(settings.variablePrefix(), "")
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
              + Nearest.credential(kind, prefix, CREDENTIALS));
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
    if (settings.isHosted() && Settings.mayBeManagedIdentity(credential)) {
      refuseForHostedAgent(clientId);
      refuseForHostedAgent(objectId);
      refuseForHostedAgent(resourceId);
    }
    Setting client =
        settings.mayTakeAzureClientId(prefix)
            ? settings.orVariable(prefix, Key.CLIENT_ID)
            : clientId;
    Setting tenant = settings.orVariable(prefix, Key.TENANT_ID);
    checkForms(client, objectId, resourceId, tenant);
    Identity identity =
        new Identity(
            kind,
            value(client),
            value(tenant),
            value(resourceId),
            value(objectId),
            value(settings.orVariable(prefix, Key.AUTHORITY_HOST)));
    boolean withAssertion =
        kind.equals(AssertionReader.FEDERATED) || kind.equals(AssertionReader.AGENT_IDENTITY);
    if (!withAssertion && !settings.hasAny(prefix, OF_ASSERTION)) {
      return identity;
    }
    AssertionReader reader = new AssertionReader(settings, prefix, problems, warnings);
    if (!withAssertion) {
      reader.refuse(credential, OF_ASSERTION);
      return identity;
    }
    Identity complete = reader.read(identity);
    if (settings.isHosted() && complete.asksManagedIdentity()) {
      refuseOtherThanOwn(settings.get(prefix, Key.ASSERTION_CLIENT_ID));
      refuseOtherThanOwn(settings.get(prefix, Key.ASSERTION_RESOURCE_ID));
    }
    return complete;
  }

  /** Its endpoint has the agent's own identity and no other; a service principal may have an id. */
  private void refuseForHostedAgent(@Nullable Setting id) {
    if (!settings.hasValue("AZURE_CLIENT_SECRET")
        && !settings.hasValue("AZURE_CLIENT_CERTIFICATE_PATH")
        && !settings.hasValue("AZURE_FEDERATED_TOKEN_FILE")) {
      refuseOtherThanOwn(id);
    }
  }

  private void refuseOtherThanOwn(@Nullable Setting id) {
    if (id == null) {
      return;
    }
    String own = environment.get(HostedAgent.CLIENT_ID);
    if (!id.key.endsWith(Key.CLIENT_ID.id)
        || own == null
        || !own.trim().equalsIgnoreCase(id.value)) {
      problems.add(
          id.described()
              + " cannot be used in a hosted agent (environment variable "
              + HostedAgent.ENVIRONMENT
              + " is set): the platform gives the agent one identity, and answers 'Invalid clientId'"
              + " to any other id: remove "
              + id.key);
    }
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
