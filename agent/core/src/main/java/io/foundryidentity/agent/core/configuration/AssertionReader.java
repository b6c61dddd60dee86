package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Identity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of {@code credential=federated} and {@code credential=agent-identity}; loaded only
 * if one of them is set.
 */
final class AssertionReader {

  static final String FEDERATED = "federated";
  static final String AGENT_IDENTITY = "agent-identity";

  private static final String[] SOURCES = {
    ClientAssertion.MANAGED_IDENTITY,
    ClientAssertion.FILE,
    ClientAssertion.GITHUB,
    ClientAssertion.GOOGLE,
    ClientAssertion.AWS
  };

  private final Settings settings;
  private final String prefix;
  private final List<String> problems;
  private final List<String> warnings;

  AssertionReader(Settings settings, String prefix, List<String> problems, List<String> warnings) {
    this.settings = settings;
    this.prefix = prefix;
    this.problems = problems;
    this.warnings = warnings;
  }

  /** Names the keys that are set and have no effect with the credential. */
  void refuse(@Nullable Setting credential, Key... keys) {
    for (Key key : keys) {
      Setting setting = settings.get(prefix, key);
      if (setting != null) {
        boolean blueprint = key == Key.BLUEPRINT_CLIENT_ID;
        problems.add(
            setting.described()
                + " has no effect with "
                + described(credential, Key.CREDENTIAL)
                + ": remove it, or set credential="
                + (blueprint ? AGENT_IDENTITY : FEDERATED)
                + (key == Key.AUDIENCE ? "; what the token itself is for is the key scope" : ""));
      }
    }
  }

  /** The identity with its assertion and, for an agent identity, its blueprint. */
  Identity read(Identity identity) {
    Setting credential = settings.get(prefix, Key.CREDENTIAL);
    boolean agent = identity.credential().equals(AGENT_IDENTITY);
    String client = agent ? "the agent identity" : "the app registration";
    refuseWith(credential, Key.OBJECT_ID, "set client-id to the client id of " + client);
    refuseWith(
        credential,
        Key.RESOURCE_ID,
        "set assertion-resource-id if it is the managed identity that gives the assertion");
    require(credential, Key.CLIENT_ID, "the client id of " + client);
    require(credential, Key.TENANT_ID, "the tenant of " + client);
    Identity complete = identity.with(assertion());
    return agent ? withBlueprint(complete, credential) : withoutBlueprint(complete, credential);
  }

  private Identity withBlueprint(Identity identity, @Nullable Setting credential) {
    Setting blueprint = settings.orVariable(prefix, Key.BLUEPRINT_CLIENT_ID);
    if (blueprint == null) {
      require(credential, Key.BLUEPRINT_CLIENT_ID, "the client id of the agent's blueprint");
      return identity;
    }
    IdForms.requireGuid(blueprint, problems, warnings);
    refuseSame(
        blueprint,
        settings.orVariable(prefix, Key.CLIENT_ID),
        "client-id is that of the agent identity, blueprint-client-id that of its blueprint");
    return identity.withBlueprint(blueprint.value);
  }

  private Identity withoutBlueprint(Identity identity, @Nullable Setting credential) {
    if (settings.get(prefix, Key.BLUEPRINT_CLIENT_ID) != null) {
      refuse(credential, Key.BLUEPRINT_CLIENT_ID);
    }
    return identity;
  }

  private ClientAssertion assertion() {
    Setting setting = settings.get(prefix, Key.ASSERTION);
    String source = setting == null ? Key.ASSERTION.byDefault : Lists.lower(setting.value);
    if (setting != null && !Lists.contains(SOURCES, source)) {
      problems.add(
          setting.described()
              + " is not one of "
              + Lists.join(SOURCES)
              + "; the nearest is "
              + Nearest.of(source, SOURCES));
    }
    boolean file = source.equals(ClientAssertion.FILE);
    Setting client = settings.get(prefix, Key.ASSERTION_CLIENT_ID);
    Setting resource = settings.get(prefix, Key.ASSERTION_RESOURCE_ID);
    checkManagedIdentity(source, setting, client, resource);
    if (!file) {
      refuseUnless(ClientAssertion.FILE, setting, settings.get(prefix, Key.ASSERTION_FILE));
    }
    Setting path = file ? settings.orVariable(prefix, Key.ASSERTION_FILE) : null;
    if (file && path == null) {
      require(setting, Key.ASSERTION_FILE, "the path of the file that has the token");
    }
    return new ClientAssertion(
        source,
        value(settings.get(prefix, Key.AUDIENCE)),
        value(client),
        value(resource),
        value(path));
  }

  private void checkManagedIdentity(
      String source,
      @Nullable Setting assertion,
      @Nullable Setting client,
      @Nullable Setting resource) {
    if (!source.equals(ClientAssertion.MANAGED_IDENTITY)) {
      refuseUnless(ClientAssertion.MANAGED_IDENTITY, assertion, client);
      refuseUnless(ClientAssertion.MANAGED_IDENTITY, assertion, resource);
      return;
    }
    if (client != null && resource != null) {
      problems.add(
          client.described()
              + " and "
              + resource.described()
              + " both select an identity: set only one");
    }
    if (resource != null) {
      IdForms.requireResource(resource, problems);
    }
    if (client != null) {
      IdForms.requireGuid(client, problems, warnings);
      refuseSame(
          client,
          settings.orVariable(prefix, Key.CLIENT_ID),
          "assertion-client-id is that of the managed identity, client-id that of who signs in with"
              + " its assertion");
      refuseSame(
          client,
          settings.orVariable(prefix, Key.BLUEPRINT_CLIENT_ID),
          "assertion-client-id is that of the managed identity, blueprint-client-id that of the"
              + " blueprint");
    }
  }

  private void refuseUnless(String source, @Nullable Setting assertion, @Nullable Setting given) {
    if (given != null) {
      problems.add(
          given.described()
              + " has no effect with "
              + described(assertion, Key.ASSERTION)
              + ": remove it, or set assertion="
              + source);
    }
  }

  private void refuseWith(@Nullable Setting credential, Key key, String instead) {
    Setting setting = settings.get(prefix, key);
    if (setting != null) {
      problems.add(
          setting.described()
              + " has no effect with "
              + described(credential, Key.CREDENTIAL)
              + ": remove it, and "
              + instead);
    }
  }

  private void require(@Nullable Setting owner, Key key, String what) {
    if (settings.orVariable(prefix, key) == null) {
      problems.add(
          described(owner, Key.CREDENTIAL) + " needs " + prefix + key.id + ": set it to " + what);
    }
  }

  private void refuseSame(Setting one, @Nullable Setting other, String why) {
    if (other != null && one.value.equalsIgnoreCase(other.value)) {
      problems.add(one.described() + " and " + other.described() + " are the same: " + why);
    }
  }

  private String described(@Nullable Setting setting, Key key) {
    return setting == null
        ? prefix + key.id + "=" + key.byDefault + " (default)"
        : setting.described();
  }

  private static @Nullable String value(@Nullable Setting setting) {
    return setting == null ? null : setting.value;
  }
}
