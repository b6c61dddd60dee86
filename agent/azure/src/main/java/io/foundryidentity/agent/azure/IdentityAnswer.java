package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.SignInAttempt;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An identity endpoint's answer as the libraries get it: only what they need to read a token or the
 * reason why there is none.
 *
 * <p>They put what they cannot read into exceptions and log lines: a cut-off token, or a page that
 * repeats the request with its secret. So such an answer never reaches them. In its place they get
 * an error that says what it was. Of an error they get the code and the description, of a token the
 * members that count; the token is known as a secret from here on.
 */
final class IdentityAnswer {

  private static final String CHALLENGE = "WWW-Authenticate";

  private static final String[] HEADERS = {
    "Content-Type", "Date", "Retry-After", "retry-after-ms", "x-ms-retry-after-ms"
  };

  private final int status;
  private final int received;
  private final @Nullable TokenLife life;
  private final @Nullable String code;
  private final @Nullable String text;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final byte[] body;

  private IdentityAnswer(
      int received,
      int status,
      @Nullable TokenLife life,
      Map<String, ? extends @Nullable Object> json) {
    this.received = received;
    this.status = status;
    this.life = life;
    Map<?, ?> error = json.get("error") instanceof Map ? (Map<?, ?>) json.get("error") : json;
    this.code = first(error, "error", "code");
    this.text = first(error, "error_description", "message");
    this.body = Json.line(json).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param headers the value of a header by its name, or null
   */
  static IdentityAnswer of(int status, Function<HttpHeaderName, String> headers, byte[] body) {
    return of(status, headers, body, System.currentTimeMillis());
  }

  /**
   * As above.
   *
   * @param now this machine's time, in milliseconds
   */
  static IdentityAnswer of(
      int status, Function<HttpHeaderName, String> headers, byte[] body, long now) {
    Map<String, @Nullable Object> json = Json.object(new String(body, StandardCharsets.UTF_8));
    Object token = json.get("access_token");
    boolean good = status / 100 == 2;
    AnswerMembers.learn(json);
    IdentityAnswer safe;
    if (good && token instanceof String && !TokenType.isBearer(json.get("token_type"))) {
      safe = new IdentityAnswer(status, 400, null, AnswerMembers.wrongType(json.get("token_type")));
    } else if (good && token instanceof String && !((String) token).isEmpty()) {
      TokenLife life = TokenLife.of(json, (String) token, now, ZoneOffset.UTC);
      safe = new IdentityAnswer(status, status, life, AnswerMembers.token(json, life, now));
    } else {
      Map<String, @Nullable Object> error = AnswerMembers.error(json, 0);
      // A status that says that there is a token makes the libraries look for it, and one of a
      // failure that may pass makes them try again
      safe =
          new IdentityAnswer(
              status,
              good ? 400 : status,
              null,
              error.isEmpty()
                  ? AnswerMembers.unreadable(
                      status, headers.apply(HttpHeaderName.CONTENT_TYPE), body.length)
                  : error);
    }
    safe.keepHeaders(headers);
    return safe;
  }

  /** For the libraries: never a success without a token. */
  int status() {
    return status;
  }

  /** The status that the endpoint sent. */
  int receivedStatus() {
    return received;
  }

  boolean isToken() {
    return life != null;
  }

  /** How long its token may be used; null if there is none. */
  @Nullable TokenLife life() {
    return life;
  }

  /**
   * How long it asks to wait, in milliseconds; 0 if it does not. Only of a service that is busy or
   * is updated: those statuses for which a fetch asks again.
   */
  long retryAfterMillis(long now) {
    return ImdsForm.mayPass(received) ? RetryAfter.millis(headers::get, now) : 0;
  }

  /** Whether an identity service can have sent it: not a page, and not what was cut off. */
  boolean isReadable() {
    return !SignInAttempt.UNREADABLE_ANSWER.equals(code);
  }

  /** Whether it names a file whose content the next request must have, as Azure Arc does. */
  boolean isChallenge() {
    return headers.containsKey(CHALLENGE);
  }

  /** The service's own code, for example {@code invalid_request}; or null. */
  @Nullable String code() {
    return code;
  }

  /** The service's own words without secrets; or null. */
  @Nullable String text() {
    return text;
  }

  private static @Nullable String first(Map<?, ?> json, String... names) {
    for (String name : names) {
      Object value = json.get(name);
      if (value instanceof String && !((String) value).isEmpty()) {
        return (String) value;
      }
    }
    return null;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body.clone();
  }

  /** The media type of a Content-Type header if it is a usual one, for messages. */
  static String mediaType(@Nullable String header) {
    String type = header == null ? "" : header.split(";", 2)[0].trim();
    return type.matches("[a-z]{1,20}/[a-z.+-]{1,30}") ? type : "no content type";
  }

  /** Azure Arc names in its challenge a file to read. */
  private void keepHeaders(Function<HttpHeaderName, String> from) {
    for (String name : HEADERS) {
      String value = from.apply(HttpHeaderName.fromString(name));
      if (value != null) {
        headers.put(name, SafeText.line(value, 200));
      }
    }
    String challenge = from.apply(HttpHeaderName.WWW_AUTHENTICATE);
    if (challenge != null && challenge.regionMatches(true, 0, "Basic realm=", 0, 12)) {
      headers.put(CHALLENGE, challenge);
    }
  }
}
