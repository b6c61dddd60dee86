package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody outside of Entra who signs tokens with keys that Entra can read: GitHub, SPIFFE. */
public final class KnownIssuer {
  private final String url;
  private final Clock clock;
  private @Nullable SigningKey key;

  KnownIssuer(String url, Clock clock, @Nullable SigningKey key) {
    this.url = url;
    this.clock = clock;
    this.key = key;
  }

  /** The {@code iss} of its tokens. */
  public String url() {
    return url;
  }

  /** A token that is good for five minutes. */
  public String token(String subject, String audience) {
    return token(subject, audience, Duration.ofMinutes(5), Map.of());
  }

  /** With a negative life it has expired already. */
  public String token(String subject, String audience, Duration life) {
    return token(subject, audience, life, Map.of());
  }

  /** Signed with a key that this issuer does not publish. */
  public String forgedToken(String subject, String audience) {
    return new SigningKey(url).sign(claims(subject, audience, Duration.ofMinutes(5), Map.of()));
  }

  String token(String subject, String audience, Duration life, Map<String, ?> more) {
    return key().sign(claims(subject, audience, life, more));
  }

  private JWTClaimsSet claims(String subject, String audience, Duration life, Map<String, ?> more) {
    Instant now = clock.instant();
    Instant from = life.isNegative() ? now.plus(life).minus(Duration.ofMinutes(5)) : now;
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(url)
            .subject(subject)
            .audience(audience)
            .issueTime(Date.from(from))
            .notBeforeTime(Date.from(from))
            .expirationTime(Date.from(now.plus(life)))
            .jwtID(UUID.randomUUID().toString());
    more.forEach(claims::claim);
    return claims.build();
  }

  Clock clock() {
    return clock;
  }

  boolean signed(SignedJWT jwt) {
    return key().signed(jwt);
  }

  /** Created at the first use, as few tests need another RSA key. */
  private synchronized SigningKey key() {
    SigningKey made = key;
    if (made == null) {
      made = new SigningKey(url);
      key = made;
    }
    return made;
  }
}
