package io.foundryidentity.agent.core.token;

import org.jspecify.annotations.Nullable;

/**
 * What a client assertion says of itself, to explain why it was refused; a value. Its claims are
 * public, and the assertion itself is never in here.
 */
public final class PresentedAssertion {

  private final @Nullable String issuer;
  private final @Nullable String subject;
  private final @Nullable String audience;
  private final long notBeforeMillis;
  private final long expiresAtMillis;

  /**
   * @param notBeforeMillis since the epoch; 0 if it does not say
   * @param expiresAtMillis since the epoch; 0 if it does not say
   */
  public PresentedAssertion(
      @Nullable String issuer,
      @Nullable String subject,
      @Nullable String audience,
      long notBeforeMillis,
      long expiresAtMillis) {
    this.issuer = issuer;
    this.subject = subject;
    this.audience = audience;
    this.notBeforeMillis = notBeforeMillis;
    this.expiresAtMillis = expiresAtMillis;
  }

  public @Nullable String issuer() {
    return issuer;
  }

  public @Nullable String subject() {
    return subject;
  }

  public @Nullable String audience() {
    return audience;
  }

  public long notBeforeMillis() {
    return notBeforeMillis;
  }

  public long expiresAtMillis() {
    return expiresAtMillis;
  }
}
