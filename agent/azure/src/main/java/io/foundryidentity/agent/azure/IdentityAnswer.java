package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.core.output.KnownSecrets;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.SignInAttempt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final int LONGEST_TEXT = 1_000;
  private static final int DEEPEST = 3;
  private static final String CHALLENGE = "WWW-Authenticate";

  private static final Set<String> OF_TOKEN =
      new HashSet<>(
          Arrays.asList(
              "access_token",
              "token_type",
              "expires_in",
              "ext_expires_in",
              "expires_on",
              "refresh_in",
              "refresh_on",
              "not_before",
              "resource",
              "scope",
              "client_id",
              "object_id",
              "msi_res_id",
              "mi_res_id"));

  private static final Set<String> OF_ERROR =
      new HashSet<>(
          Arrays.asList(
              "error",
              "error_description",
              "error_codes",
              "suberror",
              "code",
              "message",
              "statusCode",
              "correlationId",
              "correlation_id",
              "trace_id",
              "timestamp"));

  private static final String[] HEADERS = {
    "Content-Type", "Date", "Retry-After", "retry-after-ms", "x-ms-retry-after-ms"
  };

  private final int status;
  private final int received;
  private final boolean token;
  private final @Nullable String code;
  private final @Nullable String text;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final byte[] body;

  private IdentityAnswer(
      int received, int status, boolean token, Map<String, ? extends @Nullable Object> json) {
    this.received = received;
    this.status = status;
    this.token = token;
    Map<?, ?> error = json.get("error") instanceof Map ? (Map<?, ?>) json.get("error") : json;
    this.code = first(error, "error", "code");
    this.text = first(error, "error_description", "message");
    this.body = Json.line(json).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param headers the value of a header by its name, or null
   */
  static IdentityAnswer of(int status, Function<HttpHeaderName, String> headers, byte[] body) {
    Map<String, @Nullable Object> json = Json.object(new String(body, StandardCharsets.UTF_8));
    Object token = json.get("access_token");
    boolean good = status / 100 == 2;
    learn(json);
    IdentityAnswer safe;
    if (good && token instanceof String && !((String) token).isEmpty()) {
      safe = new IdentityAnswer(status, status, true, token(json));
    } else {
      Map<String, @Nullable Object> error = error(json, 0);
      // A status that says that there is a token makes the libraries look for it, and one of a
      // failure that may pass makes them try again
      safe =
          new IdentityAnswer(
              status,
              good ? 400 : status,
              false,
              error.isEmpty()
                  ? unreadable(status, headers.apply(HttpHeaderName.CONTENT_TYPE), body.length)
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
    return token;
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

  /** What no text may show from now on: tokens, and what looks like one. */
  private static void learn(Map<?, ?> json) {
    for (Map.Entry<?, ?> member : json.entrySet()) {
      String name = String.valueOf(member.getKey());
      Object value = member.getValue();
      if (value instanceof Map) {
        learn((Map<?, ?>) value);
      } else if (value instanceof String && !OF_ERROR.contains(name)) {
        KnownSecrets.addField(name, (String) value);
      }
    }
  }

  private static Map<String, @Nullable Object> token(Map<String, @Nullable Object> json) {
    Map<String, @Nullable Object> token = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> member : json.entrySet()) {
      Object value = member.getValue();
      if (member.getKey().equals("access_token")) {
        token.put(member.getKey(), value);
      } else if (OF_TOKEN.contains(member.getKey())) {
        token.put(member.getKey(), plain(value));
      }
    }
    return token;
  }

  private static Map<String, @Nullable Object> error(Map<?, ?> json, int depth) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : json.entrySet()) {
      Object value = member.getValue();
      if (!(member.getKey() instanceof String) || !OF_ERROR.contains(member.getKey())) {
        continue;
      }
      String name = (String) member.getKey();
      if (value instanceof Map) {
        Map<String, @Nullable Object> inner =
            depth < DEEPEST ? error((Map<?, ?>) value, depth + 1) : new LinkedHashMap<>();
        if (!inner.isEmpty()) {
          error.put(name, inner);
        }
      } else if (value instanceof List) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (Object element : (List<?>) value) {
          if (element instanceof Double) {
            elements.add(plain(element));
          }
        }
        error.put(name, elements);
      } else {
        error.put(name, plain(value));
      }
    }
    return error;
  }

  /** A text without secrets, or a number as it was written. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof String) {
      return SafeText.line(value, LONGEST_TEXT);
    }
    if (value instanceof Double) {
      double number = (Double) value;
      return Math.abs(number) < 1e15 ? (Object) (long) number : null;
    }
    return value instanceof Boolean ? value : null;
  }

  private static Map<String, @Nullable Object> unreadable(
      int status, @Nullable String contentType, int length) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("error", SignInAttempt.UNREADABLE_ANSWER);
    error.put(
        "error_description",
        "the answer is not one of an identity endpoint: HTTP "
            + status
            + ", "
            + mediaType(contentType)
            + ", "
            + length
            + " bytes");
    return error;
  }

  private static String mediaType(@Nullable String header) {
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
