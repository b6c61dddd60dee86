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
    long sentExpired,
    long callsWithoutToken,
    long callsThatFailed) {

  static List<RefreshResult> read(Path file) throws IOException {
    return Row.read(file).stream().map(RefreshResult::of).toList();
  }

  private static RefreshResult of(Row row) {
    return new RefreshResult(
        row.text("trouble"),
        row.text("cache"),
        (long) row.number("callersThatWaited"),
        row.number("longestWaitMillis"),
        (long) row.number("identityRequests"),
        (long) row.number("mostIdentityRequestsInFlight"),
        (long) row.number("expiredTokensSent"),
        (long) row.number("callsWithoutToken"),
        (long) row.number("callsThatFailed"));
  }

  /** The others are there to be compared with. */
  boolean isOurs() {
    return cache.contains("agent");
  }
}
