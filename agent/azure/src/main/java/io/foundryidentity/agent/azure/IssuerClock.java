package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far this machine's clock is from that of the endpoint which answered last.
 *
 * <p>A token's end is a time of its issuer's. On a machine whose clock is an hour behind, a token
 * that lives an hour looks as if it lived two, and would be sent for an hour after its death; with
 * the clock ahead every token would seem to have died already. The endpoint says in its answer's
 * {@code Date} what time it is there (RFC 9110, section 6.6.1), and so how long the token has.
 */
final class IssuerClock {

  /**
   * Differences up to this do no harm that a correction could undo: a {@code Date} has whole
   * seconds, and the answer travelled.
   */
  private static final long TOLERATED = 5_000;

  /** The endpoint's time may be that much later than its {@code Date} says. */
  private static final long RESOLUTION = 1_000;

  private static final List<String> MONTHS =
      Arrays.asList(
          "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private final LongSupplier machine;

  /** Theirs less ours, in milliseconds; 0 where it is not known. */
  private volatile long ahead;

  /**
   * @param machine this machine's wall clock, in milliseconds since the epoch
   */
  IssuerClock(LongSupplier machine) {
    this.machine = machine;
  }

  /**
   * Takes in an answer's {@code Date}, which may be missing or malformed: then nothing is known.
   */
  void heard(@Nullable String date) {
    long theirs = date == null ? 0 : millis(date);
    ahead = theirs == 0 ? 0 : theirs + RESOLUTION - machine.getAsLong();
  }

  /**
   * When a token ends by this machine's clock, in milliseconds since the epoch.
   *
   * @param token as it came; an opaque one is taken as the library sees it
   * @param expiry as the library sees it, partly by the endpoint's clock, partly by this one
   */
  long expiry(String token, long expiry) {
    long difference = ahead;
    if (Math.abs(difference) <= TOLERATED) {
      return expiry;
    }
    long theirs = TokenClaims.of(token).expiresAtMillis();
    return theirs == 0 ? expiry : theirs - difference;
  }

  /**
   * Reads {@code Sun, 06 Nov 1994 08:49:37 GMT}; 0 where it is none. Not by a DateTimeFormatter,
   * whose class takes longer to load than all else that a fetch needs of java.time.
   */
  private static long millis(String date) {
    String[] parts = date.trim().split("[ :]", -1);
    if (parts.length != 8 || !parts[7].equals("GMT")) {
      return 0;
    }
    try {
      LocalDate day =
          LocalDate.of(
              Integer.parseInt(parts[3]), MONTHS.indexOf(parts[2]) + 1, Integer.parseInt(parts[1]));
      long seconds =
          (Integer.parseInt(parts[4]) * 60L + Integer.parseInt(parts[5])) * 60
              + Integer.parseInt(parts[6]);
      return (day.toEpochDay() * 24 * 60 * 60 + seconds) * 1000;
    } catch (NumberFormatException | DateTimeException e) {
      return 0;
    }
  }
}
