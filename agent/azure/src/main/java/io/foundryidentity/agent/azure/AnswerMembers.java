package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.output.KnownSecrets;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.SignInAttempt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of an answer's JSON that the libraries get: see {@link IdentityAnswer}. */
final class AnswerMembers {

  private static final int LONGEST_TEXT = 1_000;

  /** No more of a text is looked at: an endpoint may send a megabyte. */
  private static final int LONGEST_READ = 8 * LONGEST_TEXT;

  private static final int DEEPEST = 3;

  private static final Set<String> OF_TOKEN =
      new HashSet<>(
          Arrays.asList(
              "access_token",
              "token_type",
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

  private AnswerMembers() {}

  /** What no text may show from now on: tokens, and what looks like one. */
  static void learn(Map<?, ?> json) {
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

  /** The libraries read only some of the forms of an expiry, so they get it in one. */
  static Map<String, @Nullable Object> token(
      Map<String, @Nullable Object> json, TokenLife life, long now) {
    Map<String, @Nullable Object> token = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> member : json.entrySet()) {
      Object value = member.getValue();
      if (member.getKey().equals("access_token")) {
        token.put(member.getKey(), value);
      } else if (OF_TOKEN.contains(member.getKey())) {
        token.put(member.getKey(), plain(value));
      }
    }
    long left = Math.max(life.expiresOn - Math.floorDiv(now, 1_000L), 0);
    token.put("expires_on", Long.toString(life.expiresOn));
    token.put("expires_in", left);
    long refresh = ExpiryTime.duration(json.get("refresh_in"));
    if (refresh != ExpiryTime.NONE && refresh < left) {
      token.put("refresh_in", refresh);
    }
    return token;
  }

  static Map<String, @Nullable Object> error(Map<?, ?> json, int depth) {
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
      String text = (String) value;
      return SafeText.line(
          text.length() > LONGEST_READ ? text.substring(0, LONGEST_READ) : text, LONGEST_TEXT);
    }
    if (value instanceof Double) {
      double number = (Double) value;
      return Math.abs(number) < 1e15 ? (Object) (long) number : null;
    }
    return value instanceof Boolean ? value : null;
  }

  static Map<String, @Nullable Object> wrongType(@Nullable Object type) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("error", "wrong_token_type");
    error.put(
        "error_description",
        "the answer has a token of the type "
            + SafeText.line(type, 60)
            + ", and this agent can send Bearer tokens only");
    return error;
  }

  static Map<String, @Nullable Object> unreadable(
      int status, @Nullable String contentType, int length) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("error", SignInAttempt.UNREADABLE_ANSWER);
    error.put(
        "error_description",
        "the answer is not one of an identity endpoint: HTTP "
            + status
            + ", "
            + IdentityAnswer.mediaType(contentType)
            + ", "
            + length
            + " bytes");
    return error;
  }
}
