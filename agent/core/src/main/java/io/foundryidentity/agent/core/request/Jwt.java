package io.foundryidentity.agent.core.request;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a bearer from outside: is it a JWT, and whose.
 *
 * <p>Nothing is decided by what a claim says here; signatures are the target's business.
 */
final class Jwt {

  private static final String BEARER = "Bearer ";

  private Jwt() {}

  /** Does nothing: the call alone has the class loaded. */
  static void load() {}

  /** Every JWT begins with the base64 of an opening brace and a quotation mark. */
  static boolean isBearer(String authorization) {
    return authorization.startsWith("eyJ", BEARER.length()) // Tells nearly all, and quickly
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && authorization.indexOf('.') > 0;
  }

  /** The object id that a JWT bearer names, or null where it names none. */
  static @Nullable String objectId(String authorization) {
    int begin = authorization.indexOf('.') + 1;
    int end = authorization.indexOf('.', begin);
    if (begin == 0 || end < 0) {
      return null;
    }
    try {
      String claims =
          new String(
              Base64.getUrlDecoder().decode(authorization.substring(begin, end)),
              StandardCharsets.UTF_8);
      return claim(claims, "oid");
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static @Nullable String claim(String claims, String name) {
    int key = claims.indexOf('"' + name + '"');
    int open = key < 0 ? -1 : claims.indexOf('"', claims.indexOf(':', key) + 1);
    int close = open < 0 ? -1 : claims.indexOf('"', open + 1);
    return close < 0 ? null : claims.substring(open + 1, close);
  }
}
