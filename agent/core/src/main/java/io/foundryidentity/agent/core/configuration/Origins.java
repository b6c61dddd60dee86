package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.token.ClientAssertion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source of each setting.
 *
 * <p>Not a part of {@link ConfigurationReader}, which runs before {@code main} in every JVM and
 * does not need it.
 */
public final class Origins {

  static final String DEFAULT = "default";

  private final Settings settings;
  private final Map<String, String> environment;

  private Origins(ConfigurationSources sources) {
    settings = Settings.of(sources);
    environment = sources.environment();
  }

  /**
   * The settings that this JVM was started with; {@link Configuration} reports mistakes in them.
   *
   * @param arguments the agent's arguments; may be empty
   */
  public static List<Origin> read(String arguments) {
    return read(new ProcessSources(arguments));
  }

  static List<Origin> read(ConfigurationSources sources) {
    return new Origins(sources).all();
  }

  private List<Origin> all() {
    List<Origin> origins = new ArrayList<>();
    for (Key key : Key.values()) {
      add(origins, "", key);
    }
    for (String rule : settings.ruleNames()) {
      for (Key key : Key.values()) {
        if (key.belongsToRule) {
          add(origins, KeyNames.RULE_PREFIX + rule + '.', key);
        }
      }
    }
    return origins;
  }

  private void add(List<Origin> origins, String prefix, Key key) {
    Setting setting = setting(prefix, key);
    if (setting == null && key == Key.ASSERTION && !signsInWithAssertion(prefix)) {
      return; // Its default counts for two credentials only
    }
    if (setting != null) {
      origins.add(new Origin(setting.key, setting.value, setting.source));
    } else if (key == Key.AUTHORITY_HOST && impliedAuthority(prefix) != null) {
      origins.add(
          new Origin(
              prefix + key.id, String.valueOf(impliedAuthority(prefix)), "the cloud of its hosts"));
    } else if (!key.byDefault.isEmpty()) {
      origins.add(new Origin(prefix + key.id, key.byDefault, DEFAULT));
    }
  }

  private @Nullable String impliedAuthority(String prefix) {
    Setting hosts = setting(prefix, Key.HOSTS);
    Setting scope = settings.get(prefix, Key.SCOPE);
    String named = scope == null || scope.value.equals(Key.SCOPE.byDefault) ? null : scope.value;
    return hosts == null ? null : new RuleCloud(RuleCloud.readable(hosts.value), named).authority();
  }

  private @Nullable Setting setting(String prefix, Key key) {
    Setting setting = settings.get(prefix, key);
    if (setting != null) {
      return setting;
    }
    if (key == Key.HOSTS) {
      // Only a usable variable, and none if there are named rules
      return settings.ruleNames().isEmpty() ? FallbackHost.setting(environment) : null;
    }
    boolean othersVariable =
        key == Key.CLIENT_ID
            ? !settings.mayTakeAzureClientId(prefix)
            : (key == Key.ASSERTION_FILE && !readsAssertionFile(prefix))
                || (key == Key.BLUEPRINT_CLIENT_ID && !isAgentIdentity(prefix))
                || !CertificateReader.counts(key, settings.get(prefix, Key.CREDENTIAL));
    return othersVariable ? null : settings.orVariable(prefix, key);
  }

  private boolean readsAssertionFile(String prefix) {
    Setting assertion = settings.get(prefix, Key.ASSERTION);
    return signsInWithAssertion(prefix)
        && assertion != null
        && Lists.lower(assertion.value).equals(ClientAssertion.FILE);
  }

  private boolean signsInWithAssertion(String prefix) {
    return isAgentIdentity(prefix) || AssertionReader.FEDERATED.equals(credential(prefix));
  }

  private boolean isAgentIdentity(String prefix) {
    return AssertionReader.AGENT_IDENTITY.equals(credential(prefix));
  }

  private @Nullable String credential(String prefix) {
    Setting credential = settings.get(prefix, Key.CREDENTIAL);
    return credential == null ? null : Lists.lower(credential.value);
  }
}
