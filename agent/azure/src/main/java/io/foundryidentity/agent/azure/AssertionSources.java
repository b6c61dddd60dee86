package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Identity;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the source that {@code assertion} names. */
final class AssertionSources {

  private final ClientAssertion assertion;
  private final @Nullable String authorityHost;
  private final String audience;
  private final Map<String, String> environment;
  private final Clients clients;

  /** What a source needs to ask over HTTP; all of it ends with the fetch. */
  interface Clients {

    /** The credentials of an identity, on a client that accepts only tokens of Azure. */
    Members members(Identity identity, IdentityEnvironment environment);

    /** A client that returns each answer as it is: who uses it makes its secrets known. */
    DirectHttpClient direct();
  }

  /**
   * @param identity has an assertion
   * @param audience what the assertion is for
   * @param environment the process's variables
   */
  AssertionSources(
      Identity identity, String audience, Map<String, String> environment, Clients clients) {
    this.assertion = Objects.requireNonNull(identity.assertion());
    this.authorityHost = identity.authorityHost();
    this.audience = audience;
    this.environment = environment;
    this.clients = clients;
  }

  AssertionSource source() {
    switch (assertion.source()) {
      case ClientAssertion.MANAGED_IDENTITY:
        return managedIdentity();
      case ClientAssertion.FILE:
        return file();
      case ClientAssertion.GITHUB:
        return new GitHubAssertion(variables(), audience, exchange());
      case ClientAssertion.GOOGLE:
        return new GoogleAssertion(variables(), audience, exchange());
      case ClientAssertion.AWS:
        return new AwsAssertion(variables(), audience, exchange(), Clock.system());
      default:
        throw new WrongSettingException(
            "assertion=" + assertion.source() + " is not known to this agent");
    }
  }

  private AssertionSource file() {
    String path = String.valueOf(assertion.file());
    return new FileAssertion(
        variables().nameOf("assertion-file", "AZURE_FEDERATED_TOKEN_FILE", path),
        assertion,
        Clock.system());
  }

  private AssertionExchange exchange() {
    return new AssertionExchange(clients.direct());
  }

  private IdentityEnvironment variables() {
    Identity none = new Identity(assertion.source(), null, null, null, null, null);
    return new IdentityEnvironment(environment, none);
  }

  /**
   * The managed identity that {@code assertion-client-id} or {@code assertion-resource-id} selects.
   * Not the one of AZURE_CLIENT_ID, which is that of the app registration; only where Kubernetes'
   * webhook has set it, it is that of the pod's identity. That one cannot be selected by its
   * resource id, so a resource id is for the node's endpoint.
   */
  private AssertionSource managedIdentity() {
    Map<String, String> own = new HashMap<>(environment);
    Identity system = new Identity(Identity.MANAGED, null, null, null, null, null);
    boolean webhook =
        assertion.resourceId() == null
            && new IdentityEnvironment(own, system)
                .missing("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE")
                .isEmpty();
    if (!webhook) {
      own.remove("AZURE_CLIENT_ID");
      own.remove("AZURE_FEDERATED_TOKEN_FILE");
    }
    // A pod's identity signs in too: at the authority of its cluster, or of the same cloud
    boolean named = new IdentityEnvironment(own, system).get("AZURE_AUTHORITY_HOST") != null;
    Identity identity =
        new Identity(
            Identity.MANAGED,
            assertion.clientId(),
            null,
            assertion.resourceId(),
            null,
            named ? null : authorityHost);
    Members members = clients.members(identity, new IdentityEnvironment(own, identity));
    return new ManagedIdentityAssertion(members.managedIdentity(), name(webhook), audience);
  }

  private String name(boolean webhook) {
    if (assertion.resourceId() != null) {
      return "managed identity " + assertion.resourceId();
    }
    if (assertion.clientId() != null) {
      return "managed identity " + assertion.clientId();
    }
    return webhook ? "workload identity" : "managed identity (system-assigned)";
  }
}
