package io.foundryidentity.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The results of one caller, or of all callers together. */
final class RefreshFigures {

  private static final long A_WAIT = 50_000_000;
  private static final Pattern EXPIRY = Pattern.compile("\"exp\":(\\d+)");

  private long calls;
  private long waits;
  private int callersThatWaited;
  private long longest;
  private long withoutToken;
  private long failed;
  private long expired;
  private @Nullable String lastToken;
  private long lastExpiry;

  /** Counts one call that has just returned. */
  void called(long nanos, @Nullable String token, boolean hasFailed) {
    calls++;
    longest = Math.max(longest, nanos);
    if (nanos > A_WAIT) {
      waits++;
      callersThatWaited = 1;
    }
    if (hasFailed) {
      failed++;
    } else if (token == null) {
      withoutToken++;
    } else if (System.currentTimeMillis() >= expiry(token)) {
      expired++;
    }
  }

  synchronized void add(RefreshFigures one) {
    calls += one.calls;
    waits += one.waits;
    callersThatWaited += one.callersThatWaited;
    longest = Math.max(longest, one.longest);
    withoutToken += one.withoutToken;
    failed += one.failed;
    expired += one.expired;
  }

  /**
   * The expiry from the token's own claims and not from a cache, in milliseconds since the epoch.
   */
  private long expiry(String token) {
    if (!token.equals(lastToken)) {
      String claims =
          new String(
              Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
      Matcher found = EXPIRY.matcher(claims);
      if (!found.find()) {
        throw new IllegalStateException("a token without an expiry");
      }
      lastExpiry = Long.parseLong(found.group(1)) * 1000;
      lastToken = token;
    }
    return lastExpiry;
  }

  /** The figures as text for {@link RefreshResult}, which reads them in another JVM. */
  synchronized String line() {
    return "calls="
        + calls
        + " callersThatWaited="
        + callersThatWaited
        + " callsThatWaited="
        + waits
        + " longestWaitMillis="
        + longest / 1_000_000
        + " callsWithoutToken="
        + withoutToken
        + " callsThatFailed="
        + failed
        + " expiredTokensSent="
        + expired;
  }
}
