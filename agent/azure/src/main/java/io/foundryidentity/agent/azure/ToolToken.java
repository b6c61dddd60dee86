package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import io.foundryidentity.agent.core.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the token in what {@code az} or {@code azd} printed: JSON, and warnings around it. */
final class ToolToken {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS]", Locale.ROOT);

  /** azd prints messages as objects of their own, before the one with the token. */
  private static final int MOST_OBJECTS = 20;

  private ToolToken() {}

  /**
   * Null if there is no token, or it has no end.
   *
   * @param name the JSON member that has the token
   */
  static @Nullable AccessToken in(String output, String name) {
    int left = MOST_OBJECTS;
    for (int at = output.indexOf('{'); at >= 0 && left > 0; at = output.indexOf("\n{", at)) {
      left--;
      at += output.charAt(at) == '\n' ? 1 : 0;
      Map<String, @Nullable Object> members = Json.object(output.substring(at));
      Object token = members.get(name);
      OffsetDateTime end = end(members);
      if (token instanceof String && end != null) {
        return new AccessToken((String) token, end);
      }
    }
    return null;
  }

  /** {@code expires_on} in seconds since 1970 counts before {@code expiresOn}. */
  private static @Nullable OffsetDateTime end(Map<String, @Nullable Object> members) {
    Object seconds = members.get("expires_on");
    Object text = members.get("expiresOn");
    try {
      if (seconds instanceof Number) {
        return Instant.ofEpochSecond(((Number) seconds).longValue()).atOffset(ZoneOffset.UTC);
      }
      if (!(text instanceof String)) {
        return null;
      }
      String end = (String) text;
      return end.indexOf('T') > 0
          ? OffsetDateTime.parse(end)
          : LocalDateTime.parse(end, LOCAL).atZone(ZoneId.systemDefault()).toOffsetDateTime();
    } catch (DateTimeException malformed) {
      return null;
    }
  }
}
