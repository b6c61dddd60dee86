package io.foundryidentity.agent.core.token;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who signs in: the kind of credential and the ids that select the identity; a value. */
public final class Identity {

  private final String credential;
  private final @Nullable String clientId;
  private final @Nullable String tenantId;
  private final @Nullable String resourceId;
  private final @Nullable String objectId;
  private final @Nullable String authorityHost;

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
        && Objects.equals(authorityHost, that.authorityHost);
  }

  @Override
  public int hashCode() {
    return Objects.hash(credential, clientId, tenantId, resourceId, objectId, authorityHost);
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
    return text.toString();
  }
}
