package io.foundryidentity.agent.core.token;

import org.jspecify.annotations.Nullable;

/** An access token and the times that its issuer gave; {@code toString} does not show the token. */
public final class BearerToken {

  private final String authorization;
  private final long expiresAtMillis;
  private final long refreshAtMillis;
  private final @Nullable String signedInBy;

  /**
   * @param token the access token itself
   * @param expiresAtMillis when it expires, in milliseconds since the epoch
   * @param refreshAtMillis when the issuer asks for a refresh, in milliseconds since the epoch; 0
   *     if it does not say. The value is not checked here: the cache decides whether it is sane
   */
  public BearerToken(String token, long expiresAtMillis, long refreshAtMillis) {
    this.authorization = "Bearer " + token;
    this.expiresAtMillis = expiresAtMillis;
    this.refreshAtMillis = refreshAtMillis;
    signedInBy = null;
  }

  private BearerToken(BearerToken token, @Nullable String signedInBy) {
    authorization = token.authorization;
    expiresAtMillis = token.expiresAtMillis;
    refreshAtMillis = token.refreshAtMillis;
    this.signedInBy = signedInBy;
  }

  /**
   * The same token, with who signed in to get it.
   *
   * @param who for people, for example {@code ManagedIdentityCredential}; null if it is not known
   */
  public BearerToken signedInBy(@Nullable String who) {
    return new BearerToken(this, who);
  }

  /** Who signed in to get it, for people; null if it is not known. */
  public @Nullable String signedInBy() {
    return signedInBy;
  }

  /** The {@code Authorization} header's whole value. */
  public String authorization() {
    return authorization;
  }

  /** Milliseconds since the epoch. */
  public long expiresAtMillis() {
    return expiresAtMillis;
  }

  /** Milliseconds since the epoch, or 0 if the issuer does not say. */
  public long refreshAtMillis() {
    return refreshAtMillis;
  }

  /** Whether the other is the same token, even with other times. */
  public boolean sameToken(BearerToken other) {
    return authorization.equals(other.authorization);
  }

  @Override
  public String toString() {
    return "BearerToken[expires at " + expiresAtMillis + "]";
  }
}
