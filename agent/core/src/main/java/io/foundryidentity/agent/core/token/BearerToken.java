package io.foundryidentity.agent.core.token;

/** An access token and the times that its issuer gave; {@code toString} does not show the token. */
public final class BearerToken {

  private final String authorization;
  private final long expiresAtMillis;
  private final long refreshAtMillis;

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
