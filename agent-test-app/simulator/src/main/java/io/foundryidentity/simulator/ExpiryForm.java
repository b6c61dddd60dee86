package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a managed identity endpoint writes when its token expires; all were seen in Azure. */
public enum ExpiryForm {
  /** Seconds since 1970 as text, as IMDS, App Service and Arc do today. */
  EPOCH_TEXT,
  EPOCH_NUMBER,
  /** {@code 2026-11-30T12:00:00Z}. */
  ISO,
  /** {@code 9/19/2026 9:53:08 PM +00:00}, as App Service did. */
  US_DATE,
  /** How many seconds are left, and no point in time. */
  EXPIRES_IN_ONLY,
  /** Nothing: only the token itself says it. */
  NONE;

  private static final DateTimeFormatter OF_APP_SERVICE =
      DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a '+00:00'", Locale.US)
          .withZone(ZoneOffset.UTC);

  /** Rewrites an answer that has the usual form. */
  JsonObject rewrite(JsonObject answer, Instant expiry, long secondsLeft) {
    switch (this) {
      case EPOCH_TEXT -> {}
      case EPOCH_NUMBER -> answer.put("expires_on", expiry.getEpochSecond());
      case ISO -> answer.put("expires_on", expiry.toString());
      case US_DATE -> answer.put("expires_on", OF_APP_SERVICE.format(expiry));
      case EXPIRES_IN_ONLY -> {
        answer.remove("expires_on");
        answer.put("expires_in", Long.toString(secondsLeft));
      }
      case NONE -> {
        answer.remove("expires_on");
        answer.remove("expires_in");
        answer.remove("ext_expires_in");
      }
    }
    return answer;
  }
}
