package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the keys that the endpoints of EC2 instances and containers give, which is JSON. */
final class AwsKeys {

  private AwsKeys() {}

  /**
   * The keys of an answer.
   *
   * @param from what answered, for messages
   * @throws AssertionException if it has none; the message has nothing of the answer
   */
  static AwsCredentials in(AssertionAnswer answer, String from) {
    Map<String, @Nullable Object> json = Json.object(answer.text());
    String id = text(json, "AccessKeyId");
    String secret = text(json, "SecretAccessKey");
    String session = text(json, "Token");
    if (answer.status() != 200 || id == null || secret == null) {
      String code = code(json);
      throw new AssertionException(
          answer.status(),
          code,
          from
              + " gave no AWS keys ("
              + (code == null ? "" : code + "; ")
              + answer.described()
              + ")");
    }
    return new AwsCredentials(from, id, secret, session);
  }

  private static @Nullable String text(Map<String, @Nullable Object> json, String name) {
    Object value = json.get(name);
    return value instanceof String && !((String) value).isEmpty() ? (String) value : null;
  }

  /** The endpoint's own code, if it is a single word; null for success. */
  private static @Nullable String code(Map<String, @Nullable Object> json) {
    String code = text(json, "Code") == null ? text(json, "code") : text(json, "Code");
    return code == null || code.equals("Success") || !code.matches("[A-Za-z]{1,80}") ? null : code;
  }
}
