package io.foundryidentity.agent.core.token;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the assertion comes from with which an identity signs in instead of a secret; a value.
 *
 * <p>Like {@link Identity} it may load before {@code main}.
 */
public final class ClientAssertion {

  public static final String MANAGED_IDENTITY = "managed-identity";
  public static final String FILE = "file";
  public static final String GITHUB = "github";
  public static final String GOOGLE = "google";
  public static final String AWS = "aws";

  private final String source;
  private final @Nullable String audience;
  private final @Nullable String clientId;
  private final @Nullable String resourceId;
  private final @Nullable String file;

  /**
   * @param source a value of the key {@code assertion}
   * @param audience null for the cloud's own
   * @param clientId of the user-assigned managed identity that gives the assertion, or null
   * @param resourceId of that identity, or null
   * @param file for the source {@code file}, else null
   */
  public ClientAssertion(
      String source,
      @Nullable String audience,
      @Nullable String clientId,
      @Nullable String resourceId,
      @Nullable String file) {
    this.source = source;
    this.audience = audience;
    this.clientId = clientId;
    this.resourceId = resourceId;
    this.file = file;
  }

  public String source() {
    return source;
  }

  public @Nullable String audience() {
    return audience;
  }

  public @Nullable String clientId() {
    return clientId;
  }

  public @Nullable String resourceId() {
    return resourceId;
  }

  public @Nullable String file() {
    return file;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof ClientAssertion)) {
      return false;
    }
    ClientAssertion that = (ClientAssertion) other;
    return source.equals(that.source)
        && Objects.equals(audience, that.audience)
        && Objects.equals(clientId, that.clientId)
        && Objects.equals(resourceId, that.resourceId)
        && Objects.equals(file, that.file);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, audience, clientId, resourceId, file);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("assertion=").append(source);
    if (clientId != null) {
      text.append(" assertion-client-id=").append(clientId);
    }
    if (resourceId != null) {
      text.append(" assertion-resource-id=").append(resourceId);
    }
    if (file != null) {
      text.append(" assertion-file=").append(file);
    }
    if (audience != null) {
      text.append(" audience=").append(audience);
    }
    return text.toString();
  }
}
