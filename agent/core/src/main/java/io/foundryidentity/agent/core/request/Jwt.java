package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a bearer token is a JWT, and which object id it has.
 *
 * <p>Claims are only used for a warning here: the target checks the signature.
 */
final class Jwt {

  private static final String BEARER = "Bearer ";

  private Jwt() {}

  /** Does nothing: the call makes the JVM load this class. */
  static void load() {}

  /** Every JWT begins with the base64 of an opening brace and a quotation mark. */
  static boolean isBearer(String authorization) {
    return authorization.startsWith("eyJ", BEARER.length()) // Fast, and decides nearly all cases
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && authorization.indexOf('.') > 0;
  }

  /** The object id in a JWT bearer token; null if it has none. */
  static @Nullable String objectId(String authorization) {
    return TokenClaims.of(authorization).objectId();
  }
}
