package io.foundryidentity.simulator;

import java.time.Clock;
import java.time.Instant;

/** An AWS account with one role, and whether its role may get tokens for other services. */
public final class AwsAccount {
  static final String ROLE = "orders";

  private static final String ID = "123456789012";

  private final Clock clock;
  private final AwsKeys keys;
  private final KnownIssuer issuer;
  private volatile boolean hasRole = true;
  private volatile boolean enabled = true;
  private volatile boolean permitted = true;

  AwsAccount(EntraDirectory directory, Clock clock) {
    this.clock = clock;
    keys = new AwsKeys(clock);
    issuer =
        directory.issuer("https://5f0c4d2e-0000-4000-8000-0000000000a5.tokens.sts.global.api.aws");
  }

  /** The account's own issuer, for a federated credential. */
  public String issuer() {
    return issuer.url();
  }

  /** The role's ARN: the subject of its tokens, for a federated credential. */
  public String roleArn() {
    return "arn:aws:iam::" + ID + ":role/" + ROLE;
  }

  public String region() {
    return "eu-central-1";
  }

  /** Off: no role is attached to the machine. */
  public void role(boolean on) {
    hasRole = on;
  }

  /** Off: outbound identity federation is not enabled for the account. */
  public void federation(boolean on) {
    enabled = on;
  }

  /** Off: the role lacks the permission sts:GetWebIdentityToken. */
  public void permission(boolean on) {
    permitted = on;
  }

  /** Every key that was given until now has expired. */
  public void endKeys() {
    keys.end();
  }

  boolean hasRole() {
    return hasRole;
  }

  boolean isEnabled() {
    return enabled;
  }

  boolean isPermitted() {
    return permitted;
  }

  AwsKeys keys() {
    return keys;
  }

  KnownIssuer tokens() {
    return issuer;
  }

  /** Who asks, in messages. */
  String session() {
    return "arn:aws:sts::" + ID + ":assumed-role/" + ROLE + "/i-0123456789abcdef0";
  }

  String id() {
    return ID;
  }

  Instant now() {
    return clock.instant();
  }
}
