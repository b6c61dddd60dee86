package io.foundryidentity.agent.azure;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The type of a token in an answer (RFC 6749, section 7.1). */
final class TokenType {

  private TokenType() {}

  /**
   * Whether a token of that type can be sent as a bearer token. One that is bound to a key ({@code
   * pop}, {@code mtls_pop}) is refused without the key, and would only be shown to the server.
   *
   * @param type the value in the JSON; null, and a null of JSON, mean that it is not stated
   */
  static boolean isBearer(@Nullable Object type) {
    return type == null
        || (type instanceof String
            && (((String) type).trim().isEmpty()
                || ((String) type).trim().toLowerCase(Locale.ROOT).equals("bearer")));
  }
}
