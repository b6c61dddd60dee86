package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a token may be used, by what the answer says in any of its forms and by the token
 * itself.
 *
 * <p>Of two statements that contradict each other the shorter life counts. A statement that cannot
 * be right counts as not made: a life that is not above zero or is longer than a month, and, beside
 * a token that is not over by its own claim, a time that has passed. With no statement left, the
 * token's own {@code exp} counts, and an opaque token is used for an hour: Entra's shortest life is
 * about that long.
 *
 * <p>Times are the issuer's. What this machine's clock does to them is {@link IssuerClock}'s.
 */
final class TokenLife {

  /** Longer than any token; in seconds. */
  private static final long LONGEST = 31 * 24 * 60 * 60L;

  private static final long WITHOUT_STATEMENT = 60 * 60L;

  private static final Logger log = LoggerFactory.getLogger(TokenLife.class);

  /** Who was told of; a few hosts and tools. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  /** Seconds since 1970. */
  final long expiresOn;

  /** Whether the answer says it, in a form that can be read. */
  final boolean isStated;

  private final boolean own;

  private TokenLife(long expiresOn, boolean isStated, boolean own) {
    this.expiresOn = expiresOn;
    this.isStated = isStated;
    this.own = own;
  }

  /**
   * Reads {@code expires_on}, else {@code expiresOn}, and {@code expires_in}.
   *
   * @param now this machine's time, in milliseconds
   * @param zone of a time without an offset
   */
  static TokenLife of(Map<String, @Nullable Object> answer, String token, long now, ZoneId zone) {
    long seconds = Math.floorDiv(now, 1_000L);
    long on = ExpiryTime.seconds(answer.get("expires_on"), zone);
    if (on == ExpiryTime.NONE) {
      on = ExpiryTime.seconds(answer.get("expiresOn"), zone);
    }
    long in = ExpiryTime.duration(answer.get("expires_in"));
    long own = TokenClaims.of(token).expiresAtMillis() / 1_000;
    boolean alive = own > seconds;
    long stated = Long.MAX_VALUE;
    if (on != ExpiryTime.NONE && on - seconds <= LONGEST && (on > seconds || !alive)) {
      stated = on;
    }
    if (in != ExpiryTime.NONE && in <= LONGEST) {
      stated = Math.min(stated, seconds + in);
    }
    boolean isStated = stated != Long.MAX_VALUE;
    if (own > 0) {
      return new TokenLife(alive ? Math.min(own, stated) : own, isStated, true);
    }
    return new TokenLife(isStated ? stated : seconds + WITHOUT_STATEMENT, isStated, false);
  }

  /** Says once for each of them that a token's life is not known from the answer. */
  void tell(String who) {
    if (!isStated && TOLD.add(who)) {
      log.info(
          "{} gave a token without an expiry that can be read: it is used {}",
          who,
          own ? "until the expiry in the token itself" : "for an hour at most");
    }
  }
}
