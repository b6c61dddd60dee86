package io.foundryidentity.agent.core.configuration;

import org.jspecify.annotations.Nullable;

/**
 * All keys that can be set, in the order in which {@code check} shows them. docs/configuration.md
 * says what each key means; a test compares it with this table.
 *
 * <p>Loads before {@code main}, so a flag says what a key belongs to: an enum would be another
 * class to load.
 */
public enum Key {
  // belongs to, name, default, variables that are read if no source sets it
  CONFIG_FILE(Key.AGENT, "config-file", ""),
  HOSTS(
      Key.RULE,
      "hosts",
      "",
      "FOUNDRY_RESOURCE_URL",
      "AZURE_AI_FOUNDRY_RESOURCE_URL",
      "AZURE_OPENAI_ENDPOINT",
      "FOUNDRY_PROJECT_ENDPOINT"),
  CREDENTIAL(Key.RULE, "credential", "default"),
  CLIENT_ID(Key.RULE, "client-id", "", "AZURE_CLIENT_ID"),
  OBJECT_ID(Key.RULE, "object-id", ""),
  RESOURCE_ID(Key.RULE, "resource-id", ""),
  TENANT_ID(Key.RULE, "tenant-id", "", "AZURE_TENANT_ID"),
  CERTIFICATE_FILE(Key.RULE, "certificate-file", "", "AZURE_CLIENT_CERTIFICATE_PATH"),
  CERTIFICATE_PASSWORD_FILE(Key.RULE, "certificate-password-file", ""),
  SEND_CERTIFICATE_CHAIN(
      Key.RULE, "send-certificate-chain", "", "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"),
  AUTHORITY_HOST(Key.RULE, "authority-host", "", "AZURE_AUTHORITY_HOST"),
  ASSERTION(Key.RULE, "assertion", "managed-identity"),
  AUDIENCE(Key.RULE, "audience", ""),
  ASSERTION_CLIENT_ID(Key.RULE, "assertion-client-id", ""),
  ASSERTION_RESOURCE_ID(Key.RULE, "assertion-resource-id", ""),
  ASSERTION_FILE(Key.RULE, "assertion-file", "", "AZURE_FEDERATED_TOKEN_FILE"),
  BLUEPRINT_CLIENT_ID(Key.RULE, "blueprint-client-id", "", "FOUNDRY_AGENT_BLUEPRINT_CLIENT_ID"),
  SCOPE(Key.RULE, "scope", "auto"),
  ENABLED(Key.AGENT, "enabled", "true"),
  DRY_RUN(Key.AGENT, "dry-run", "false"),
  ON_FAILURE(Key.AGENT, "on-failure", "pass"),
  TOKEN_WAIT(Key.AGENT, "token-wait", "30s"),
  EXISTING_BEARER(Key.AGENT, "existing-bearer", "replace"),
  KEEP_HEADERS(Key.AGENT, "keep-headers", ""),
  CLIENTS(Key.AGENT, "clients", "all"),
  PREFETCH(Key.AGENT, "prefetch", "first-hit"),
  LOG_LEVEL(Key.AGENT, "log-level", "info"),
  LOG_FILE(Key.AGENT, "log-file", ""),
  LOG_FORMAT(Key.AGENT, "log-format", "text"),
  HEALTH_PORT(Key.AGENT, "health-port", ""),
  STATUS_FILE(Key.AGENT, "status-file", "");

  /** One value for the whole JVM. */
  private static final boolean AGENT = false;

  /**
   * A value for the default rule, and one for each {@code rule.NAME.}: hosts and their identity.
   */
  private static final boolean RULE = true;

  final boolean belongsToRule;
  final String id;

  /** Empty if there is none. */
  final String byDefault;

  /** Variables of Azure or of applications, which are read if no source sets the key. */
  @SuppressWarnings("ImmutableEnumChecker") // Nobody outside of this package can write into it
  final String[] fallbackVariables;

  Key(boolean belongsToRule, String id, String byDefault, String... fallbackVariables) {
    this.belongsToRule = belongsToRule;
    this.id = id;
    this.byDefault = byDefault;
    this.fallbackVariables = fallbackVariables;
  }

  /** Null if there is no such key. */
  static @Nullable Key of(String id) {
    for (Key key : values()) {
      if (key.id.equals(id)) {
        return key;
      }
    }
    return null;
  }

  /** The name in the agent arguments and in the file, for example {@code client-id}. */
  public String id() {
    return id;
  }

  /** {@code foundry.identity.client-id}. */
  public String property() {
    return property("");
  }

  /**
   * {@code foundry.identity.rule.NAME.client-id}.
   *
   * @param rulePrefix {@code rule.NAME.}, or empty; ignored for a key that does not belong to a
   *     rule
   */
  public String property(String rulePrefix) {
    return KeyNames.PROPERTY_PREFIX + (belongsToRule ? rulePrefix : "") + id;
  }

  /** {@code FOUNDRY_IDENTITY_CLIENT_ID}. */
  public String variable() {
    return variable("");
  }

  /** The same with the prefix of a rule, as for {@link #property(String)}. */
  public String variable(String rulePrefix) {
    return variable(KeyNames.VARIABLE_PREFIX, rulePrefix);
  }

  /**
   * @param prefix one of the two prefixes of variables
   */
  String variable(String prefix, String rulePrefix) {
    return KeyNames.variable(prefix, (belongsToRule ? rulePrefix : "") + id);
  }
}
