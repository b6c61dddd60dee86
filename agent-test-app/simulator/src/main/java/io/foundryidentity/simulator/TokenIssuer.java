package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Issues access tokens like those of Entra, and signs them.
 *
 * <p>A token's {@code jti} starts with its serial number. So revoking "all tokens until now" needs
 * no list, and is exact even within one second, which {@code iat} is not.
 */
final class TokenIssuer {
  /** A token and when it expires; toString does not contain the token. */
  record Issued(String token, Instant expiry, Principal principal, String audience) {
    @Override
    public String toString() {
      return "token for " + audience + " until " + expiry;
    }
  }

  private record Wanted(Principal principal, String audience) {}

  /**
   * One key for all simulators of a process, as Entra has one for all resources; creating an RSA
   * key takes most of a simulator's start.
   */
  private static final SigningKey KEY = new SigningKey("simulator-1");

  private final Clock clock;
  private final String tenant;
  private final AtomicLong serial = new AtomicLong();
  private final Map<Wanted, Issued> reissued = new ConcurrentHashMap<>();
  private volatile Duration lifetime;
  private volatile boolean sameToken;

  TokenIssuer(Clock clock, String tenant, Duration lifetime) {
    this.clock = clock;
    this.tenant = tenant;
    this.lifetime = lifetime;
  }

  SigningKey key() {
    return KEY;
  }

  Clock clock() {
    return clock;
  }

  String tenant() {
    return tenant;
  }

  void lifetime(Duration value) {
    lifetime = value;
    reissued.clear();
  }

  void sameToken(boolean on) {
    sameToken = on;
    reissued.clear();
  }

  long issuedCount() {
    return serial.get();
  }

  /** For the endpoints; respects {@code sameToken}. */
  Issued issue(Principal principal, String audience) {
    if (!sameToken) {
      return fresh(principal, audience);
    }
    Duration tail = lifetime.dividedBy(10);
    return reissued.compute(
        new Wanted(principal, audience),
        (wanted, old) ->
            old != null && clock.instant().isBefore(old.expiry().minus(tail))
                ? old
                : fresh(principal, audience));
  }

  private Issued fresh(Principal principal, String audience) {
    return sign(principal, audience, tenant, lifetime, KEY);
  }

  Issued sign(
      Principal principal, String audience, String inTenant, Duration life, SigningKey with) {
    Instant now = clock.instant();
    // Rounded up to the second, so that it is never shorter than the expires_in beside it.
    Instant end = now.plus(life);
    Instant expiry = Instant.ofEpochSecond(end.getEpochSecond() + (end.getNano() > 0 ? 1 : 0));
    // A token that is made as expired must not start after its end.
    Instant start = Instant.ofEpochSecond(now.getEpochSecond());
    Instant begin = start.isBefore(expiry) ? start : expiry.minusSeconds(60);
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("https://sts.windows.net/" + inTenant + "/")
            .audience(audience)
            .subject(principal.objectId())
            .claim("tid", inTenant)
            .claim("oid", principal.objectId())
            .claim("appid", principal.clientId())
            .claim("idtyp", "app")
            .claim("ver", "1.0")
            .issueTime(Date.from(begin))
            .notBeforeTime(Date.from(begin))
            .expirationTime(Date.from(expiry))
            .jwtID(serial.incrementAndGet() + "." + UUID.randomUUID());
    if (principal.resourceId() != null) {
      claims.claim("xms_mirid", principal.resourceId());
    }
    return new Issued(with.sign(claims.build()), expiry, principal, audience);
  }

  /** How many whole seconds a token is still valid. */
  long secondsLeft(Issued issued) {
    return Math.max(0, Duration.between(clock.instant(), issued.expiry()).toSeconds());
  }
}
