package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.connection.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a target, or something before it, answered; without anything secret. */
public final class Refusal {

  private final int status;
  private final @Nullable String code;
  private final String message;
  private final @Nullable String challenge;
  private final long dateMillis;

  Refusal(
      int status,
      @Nullable String code,
      String message,
      @Nullable String challenge,
      long dateMillis) {
    this.status = status;
    this.code = code;
    this.message = message;
    this.challenge = challenge;
    this.dateMillis = dateMillis;
  }

  /**
   * Reads an answer.
   *
   * @param sent the {@code Authorization} value that went with the request: a front that echoes it
   *     must not bring it into a log
   */
  public static Refusal of(HttpAnswer answer, String sent) {
    String token = sent.substring(sent.indexOf(' ') + 1);
    String body = new String(answer.body(), StandardCharsets.UTF_8).replace(token, "***");
    Map<?, ?> json = Json.object(body);
    Object error = json.get("error");
    Map<?, ?> inner = error instanceof Map ? (Map<?, ?>) error : json;
    String code = text(inner, "code");
    String message = text(inner, "message");
    if (message == null) {
      message = text(inner, "error_description");
    }
    if (message == null) {
      String trimmed = body.trim();
      boolean plain = !trimmed.isEmpty() && "<{[".indexOf(trimmed.charAt(0)) < 0;
      message = plain ? PlainText.of(trimmed) : "";
    }
    String challenge = answer.header("WWW-Authenticate");
    return new Refusal(
        answer.status(),
        code,
        message,
        challenge == null ? null : PlainText.of(challenge.replace(token, "***")),
        millis(answer.header("Date")));
  }

  private static @Nullable String text(Map<?, ?> json, String name) {
    Object value = json.get(name);
    return value instanceof String ? PlainText.of((String) value) : null;
  }

  private static long millis(@Nullable String date) {
    if (date == null) {
      return 0;
    }
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeParseException malformed) {
      return 0;
    }
  }

  public int status() {
    return status;
  }

  /** The error code in the body, or null. */
  public @Nullable String code() {
    return code;
  }

  /** Perhaps empty. */
  public String message() {
    return message;
  }

  /** Perhaps null. */
  @Nullable String challenge() {
    return challenge;
  }

  /** By the clock of who answered, in milliseconds since the epoch; 0 where it was not told. */
  public long dateMillis() {
    return dateMillis;
  }

  /** The status and the code, where there is one that says more. */
  public String summary() {
    String plain = code == null ? null : PlainText.word(code);
    return plain == null || plain.equals(Integer.toString(status))
        ? "" + status
        : status + " " + plain;
  }
}
