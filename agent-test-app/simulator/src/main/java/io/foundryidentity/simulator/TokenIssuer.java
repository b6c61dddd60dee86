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

  /** One key for all simulators, as Entra has one for all resources. */
  private static final SigningKey KEY = SigningKey.known("simulator-1");

  private final Clock clock;
  private final String tenant;
  private volatile Cloud cloud;
  private final AtomicLong serial = new AtomicLong();
  private final Map<TokenContent, Issued> reissued = new ConcurrentHashMap<>();
  private volatile Duration lifetime;
  private volatile boolean sameToken;

  TokenIssuer(Clock clock, Cloud cloud, String tenant, Duration lifetime) {
    this.clock = clock;
    this.cloud = cloud;
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

  Cloud cloud() {
    return cloud;
  }

  void cloud(Cloud value) {
    cloud = value;
    reissued.clear();
  }

  /** For the endpoints; respects {@code sameToken}. */
  Issued issue(Principal principal, String audience) {
    return issue(TokenContent.of(tenant, principal, audience));
  }

  Issued issue(TokenContent content) {
    if (!sameToken) {
      return sign(content, lifetime, KEY);
    }
    Duration tail = lifetime.dividedBy(10);
    return reissued.compute(
        content,
        (wanted, old) ->
            old != null && clock.instant().isBefore(old.expiry().minus(tail))
                ? old
                : sign(content, lifetime, KEY));
  }

  Issued sign(TokenContent content, Duration life, SigningKey with) {
    Instant now = clock.instant();
    // Rounded up to the second, so that it is never shorter than the expires_in beside it.
    Instant end = now.plus(life);
    Instant expiry = Instant.ofEpochSecond(end.getEpochSecond() + (end.getNano() > 0 ? 1 : 0));
    // A token that is made as expired must not start after its end.
    Instant start = Instant.ofEpochSecond(now.getEpochSecond());
    Instant begin = start.isBefore(expiry) ? start : expiry.minusSeconds(60);
    JWTClaimsSet claims =
        content
            .claims(cloud)
            .issueTime(Date.from(begin))
            .notBeforeTime(Date.from(begin))
            .expirationTime(Date.from(expiry))
            .jwtID(serial.incrementAndGet() + "." + UUID.randomUUID())
            .build();
    return new Issued(with.sign(claims), expiry, content.principal(), content.audience());
  }

  /** How many whole seconds a token is still valid. */
  long secondsLeft(Issued issued) {
    return Math.max(0, Duration.between(clock.instant(), issued.expiry()).toSeconds());
  }
}
