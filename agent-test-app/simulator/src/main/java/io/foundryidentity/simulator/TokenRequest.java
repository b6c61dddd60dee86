package io.foundryidentity.simulator;

import java.time.Duration;

/** Requests a token of any kind from the issuer, also one that Foundry must refuse. */
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

  /** Starts now; with a negative lifetime the token has expired already. */
  public TokenRequest lifetime(Duration value) {
    lifetime = value;
    return this;
  }

  /** Signed with a key that is not published, under the key id of the right one. */
  public TokenRequest forged() {
    forged = true;
    return this;
  }

  public String issue() {
    SigningKey key = forged ? new SigningKey("simulator-1") : issuer.key();
    return issuer.sign(TokenContent.of(tenant, principal, audience), lifetime, key).token();
  }
}
