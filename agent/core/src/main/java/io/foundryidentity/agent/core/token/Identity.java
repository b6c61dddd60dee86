package io.foundryidentity.agent.core.token;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who signs in: the kind of credential and the ids that select the identity; a value. */
public final class Identity {

  /** The value of {@code credential} for a managed identity. */
  public static final String MANAGED = "managed-identity";

  private final String credential;
  private final @Nullable String clientId;
  private final @Nullable String tenantId;
  private final @Nullable String resourceId;
  private final @Nullable String objectId;
  private final @Nullable String authorityHost;
  private final @Nullable ClientAssertion assertion;
  private final @Nullable String blueprintClientId;
  private final @Nullable ClientCertificate certificate;

  /**
   * @param credential a value of the key {@code credential}, for example {@code default} or {@code
   *     managed-identity}
   * @param authorityHost an https URL, or null for the public cloud
   */
  public Identity(
      String credential,
      @Nullable String clientId,
      @Nullable String tenantId,
      @Nullable String resourceId,
      @Nullable String objectId,
      @Nullable String authorityHost) {
    this.credential = credential;
    this.clientId = clientId;
    this.tenantId = tenantId;
    this.resourceId = resourceId;
    this.objectId = objectId;
    this.authorityHost = authorityHost;
    assertion = null;
    blueprintClientId = null;
    certificate = null;
  }

  private Identity(
      Identity ids,
      @Nullable String authorityHost,
      @Nullable ClientAssertion assertion,
      @Nullable String blueprintClientId,
      @Nullable ClientCertificate certificate) {
    credential = ids.credential;
    clientId = ids.clientId;
    tenantId = ids.tenantId;
    resourceId = ids.resourceId;
    objectId = ids.objectId;
    this.authorityHost = authorityHost;
    this.assertion = assertion;
    this.blueprintClientId = blueprintClientId;
    this.certificate = certificate;
  }

  /** The same identity, which signs in with an assertion. */
  public Identity with(ClientAssertion given) {
    return new Identity(this, authorityHost, given, blueprintClientId, certificate);
  }

  /** The same identity as an agent identity of that blueprint. */
  public Identity withBlueprint(String blueprint) {
    return new Identity(this, authorityHost, assertion, blueprint, certificate);
  }

  /** The same identity, which signs in with a certificate. */
  public Identity with(ClientCertificate given) {
    return new Identity(this, authorityHost, assertion, blueprintClientId, given);
  }

  /** The same identity, which signs in at that authority. */
  public Identity at(String authority) {
    return new Identity(this, authority, assertion, blueprintClientId, certificate);
  }

  public String credential() {
    return credential;
  }

  public @Nullable String clientId() {
    return clientId;
  }

  public @Nullable String tenantId() {
    return tenantId;
  }

  public @Nullable String resourceId() {
    return resourceId;
  }

  public @Nullable String objectId() {
    return objectId;
  }

  public @Nullable String authorityHost() {
    return authorityHost;
  }

  /** Null if it does not sign in with an assertion. */
  public @Nullable ClientAssertion assertion() {
    return assertion;
  }

  /** Whether a managed identity gives its assertion. */
  public boolean asksManagedIdentity() {
    return assertion != null && assertion.source().equals(ClientAssertion.MANAGED_IDENTITY);
  }

  /** The client id of the blueprint; null if it is no agent identity. */
  public @Nullable String blueprintClientId() {
    return blueprintClientId;
  }

  /** Null if it does not sign in with a certificate that the configuration names. */
  public @Nullable ClientCertificate certificate() {
    return certificate;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Identity)) {
      return false;
    }
    Identity that = (Identity) other;
    return credential.equals(that.credential)
        && Objects.equals(clientId, that.clientId)
        && Objects.equals(tenantId, that.tenantId)
        && Objects.equals(resourceId, that.resourceId)
        && Objects.equals(objectId, that.objectId)
        && Objects.equals(authorityHost, that.authorityHost)
        && Objects.equals(assertion, that.assertion)
        && Objects.equals(blueprintClientId, that.blueprintClientId)
        && Objects.equals(certificate, that.certificate);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        credential,
        clientId,
        tenantId,
        resourceId,
        objectId,
        authorityHost,
        assertion,
        blueprintClientId,
        certificate);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(credential);
    if (clientId != null) {
      text.append(" client-id=").append(clientId);
    }
    if (objectId != null) {
      text.append(" object-id=").append(objectId);
    }
    if (resourceId != null) {
      text.append(" resource-id=").append(resourceId);
    }
    if (tenantId != null) {
      text.append(" tenant-id=").append(tenantId);
    }
    if (blueprintClientId != null) {
      text.append(" blueprint-client-id=").append(blueprintClientId);
    }
    if (assertion != null) {
      text.append(' ').append(assertion);
    }
    if (certificate != null) {
      text.append(' ').append(certificate);
    }
    return text.toString();
  }
}
