package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.core.output.KnownSecrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an assertion before it goes to Entra ID, whose refusal would not say which endpoint gave
 * a wrong one. The signature is Entra's to check.
 */
final class AssertionCheck {

  private final String giver;
  private final String audience;

  /**
   * @param giver who gave it, for messages
   * @param audience what it must be for
   */
  AssertionCheck(String giver, String audience) {
    this.giver = giver;
    this.audience = audience;
  }

  /**
   * The assertion, if it is a JWT for the audience that has not expired.
   *
   * @param value what the answer has in its place; null if nothing
   * @throws AssertionException otherwise; the message has nothing of it
   */
  String of(@Nullable Object value, AssertionAnswer answer) {
    if (!(value instanceof String) || ((String) value).trim().isEmpty()) {
      throw problem(answer, giver + " answered without an assertion");
    }
    String token = ((String) value).trim();
    KnownSecrets.add(token);
    Map<String, @Nullable Object> claims = claims(token);
    if (claims.isEmpty()) {
      throw problem(answer, "the answer of " + giver + " has no JWT");
    }
    if (!isFor(claims.get("aud"))) {
      throw problem(answer, "the assertion of " + giver + " is not for the audience " + audience);
    }
    Object end = claims.get("exp");
    // The clock of who made it, as this machine's may be wrong
    long now = answer.timeMillis() == 0 ? System.currentTimeMillis() : answer.timeMillis();
    if (end instanceof Double && (Double) end * 1000 <= now) {
      throw problem(answer, "the assertion of " + giver + " has expired already");
    }
    return token;
  }

  private static AssertionException problem(AssertionAnswer answer, String text) {
    return new AssertionException(answer.status(), null, text + " (" + answer.described() + ")");
  }

  private boolean isFor(@Nullable Object claim) {
    return claim instanceof List ? ((List<?>) claim).contains(audience) : audience.equals(claim);
  }

  /** Empty if the token is not a signed JWT. */
  private static Map<String, @Nullable Object> claims(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || parts[2].isEmpty() || json(parts[0]).isEmpty()) {
      return Json.object("");
    }
    for (int i = 0; i < parts[2].length(); i++) {
      char c = parts[2].charAt(i);
      if (!(c >= 'a' && c <= 'z')
          && !(c >= 'A' && c <= 'Z')
          && !(c >= '0' && c <= '9')
          && c != '-'
          && c != '_') {
        return Json.object("");
      }
    }
    return json(parts[1]);
  }

  private static Map<String, @Nullable Object> json(String part) {
    try {
      return Json.object(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Json.object("");
    }
  }
}
