package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.connection.HttpAnswer;
import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.core.output.KnownSecrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer of a target, or of a gateway or proxy in front of it, without secrets. */
public final class Refusal {

  private final int status;
  private final @Nullable String code;
  private final String message;
  private final @Nullable String challenge;
  private final long dateMillis;
  private final @Nullable Map<?, ?> json;

  Refusal(
      int status,
      @Nullable String code,
      String message,
      @Nullable String challenge,
      long dateMillis) {
    this(status, code, message, challenge, dateMillis, null);
  }

  private Refusal(
      int status,
      @Nullable String code,
      String message,
      @Nullable String challenge,
      long dateMillis,
      @Nullable Map<?, ?> json) {
    this.json = json;
    this.status = status;
    this.code = code;
    this.message = message;
    this.challenge = challenge;
    this.dateMillis = dateMillis;
  }

  /**
   * Reads an answer.
   *
   * @param sent the {@code Authorization} value of the request, to remove it from an answer that
   *     repeats it
   */
  public static Refusal of(HttpAnswer answer, String sent) {
    KnownSecrets.add(sent.substring(sent.indexOf(' ') + 1));
    String body = new String(answer.body(), StandardCharsets.UTF_8);
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
    if (message.isEmpty() && answer.status() / 100 == 3) {
      message = "it redirects to " + PlainText.of(host(answer.header("Location")));
    }
    String challenge = answer.header("WWW-Authenticate");
    return new Refusal(
        answer.status(),
        code,
        message,
        challenge == null ? null : PlainText.of(challenge),
        millis(answer.header("Date")),
        json.isEmpty() ? null : json);
  }

  /** Without the path and the query, which may hold a secret. */
  private static String host(@Nullable String location) {
    try {
      String host = location == null ? null : new URI(location).getHost();
      return host == null ? "another path" : host;
    } catch (URISyntaxException malformed) {
      return "another path";
    }
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

  /** Whether it is the list of models that the model API answers with. */
  public boolean isModelList() {
    return status / 100 == 2 && json != null && json.get("data") instanceof List;
  }

  /** Whether it is an answer of a model: chat completions, or responses. */
  public boolean isModelAnswer() {
    return status / 100 == 2
        && json != null
        && (json.get("choices") instanceof List || json.get("output") instanceof List);
  }

  /** The tokens that a model's answer cost, for example {@code 12}; 0 if it does not say. */
  public long totalTokens() {
    Object usage = json == null ? null : json.get("usage");
    Object total = usage instanceof Map ? ((Map<?, ?>) usage).get("total_tokens") : null;
    return total instanceof Double ? ((Double) total).longValue() : 0;
  }

  /** The error code in the body, or null. */
  public @Nullable String code() {
    return code;
  }

  /** May be empty. */
  public String message() {
    return message;
  }

  /** May be null. */
  @Nullable String challenge() {
    return challenge;
  }

  /** The time by the server's clock, in milliseconds since the epoch; 0 if it is not known. */
  public long dateMillis() {
    return dateMillis;
  }

  /** The status, and the code if it says more. */
  public String summary() {
    String plain = code == null ? null : PlainText.word(code);
    return plain == null || plain.equals(Integer.toString(status))
        ? "" + status
        : status + " " + plain;
  }
}
