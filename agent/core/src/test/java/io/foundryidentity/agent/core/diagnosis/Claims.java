package io.foundryidentity.agent.core.diagnosis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes tokens with the claims that a test needs; their signature is not valid. */
final class Claims {

  static final String OBJECT = "11111111-2222-3333-4444-555555555555";
  static final String TENANT = "7e9a0000-0000-4000-8000-0000000000aa";
  static final String COGNITIVE = "https://cognitiveservices.azure.com";

  private Claims() {}

  static String jwt(String claims) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    byte[] bytes = claims.getBytes(StandardCharsets.UTF_8);
    return "Bearer eyJhbGciOiJub25lIn0." + base64.encodeToString(bytes) + ".c2lnbmF0dXJl";
  }

  static TokenClaims app(String audience) {
    return TokenClaims.of(
        jwt(
            "{\"aud\":\""
                + audience
                + "\",\"oid\":\""
                + OBJECT
                + "\",\"tid\":\""
                + TENANT
                + "\",\"idtyp\":\"app\"}"));
  }

  static TokenClaims opaque() {
    return TokenClaims.of("Bearer opaque-0123456789");
  }
}
