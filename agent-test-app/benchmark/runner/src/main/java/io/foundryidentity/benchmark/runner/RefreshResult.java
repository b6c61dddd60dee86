package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What became of callers while a token was refreshed.
 *
 * @param scenario how the identity endpoint behaved
 * @param cache whose cache it was
 */
record RefreshResult(
    String scenario,
    String cache,
    long callersThatWaited,
    double longestWaitMillis,
    long identityRequests,
    long mostInFlight,
    long sentExpired) {

  static List<RefreshResult> read(Path file) throws IOException {
    return Row.read(file).stream().map(RefreshResult::of).toList();
  }

  private static RefreshResult of(Row row) {
    return new RefreshResult(
        row.text("scenario", "trouble"),
        row.text("cache"),
        (long) row.number("callersThatWaited"),
        row.number("longestWaitMs", "longestWaitMillis"),
        (long) row.number("identityRequests"),
        (long) row.number("mostInFlight", "mostIdentityRequestsInFlight"),
        (long) row.number("sentExpired", "expiredTokensSent"));
  }

  /** The others are there to be compared with. */
  boolean isOurs() {
    return cache.contains("agent");
  }
}
