package io.foundryidentity.simulator;

import java.time.Duration;

/** Asks the issuer for a token of any kind, also for one that Foundry must refuse. */
public final class TokenRequest {
  private final TokenIssuer issuer;
  private String audience = "https://cognitiveservices.azure.com";
  private String tenant;
  private Principal principal;
  private Duration lifetime = Duration.ofHours(1);
  private boolean forged;

  TokenRequest(TokenIssuer issuer, Principal principal) {
    this.issuer = issuer;
    this.tenant = issuer.tenant();
    this.principal = principal;
  }

  public TokenRequest audience(String value) {
    audience = value;
    return this;
  }

  public TokenRequest tenant(String value) {
    tenant = value;
    return this;
  }

  public TokenRequest clientId(String value) {
    principal = Principal.ofClient(value);
    return this;
  }

  /** From now on; a negative one makes a token that has ended already. */
  public TokenRequest lifetime(Duration value) {
    lifetime = value;
    return this;
  }

  /** Signed by a key that nobody published, under the name of the right one. */
  public TokenRequest forged() {
    forged = true;
    return this;
  }

  public String issue() {
    SigningKey key = forged ? new SigningKey("simulator-1") : issuer.key();
    return issuer.sign(principal, audience, tenant, lifetime, key).token();
  }
}
