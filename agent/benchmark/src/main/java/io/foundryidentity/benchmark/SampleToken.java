package io.foundryidentity.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A token that is as long as Entra ID's and is not valid anywhere. */
final class SampleToken {

  private SampleToken() {}

  static String make() {
    StringBuilder claims = new StringBuilder("{\"oid\":\"00000000-0000-4000-8000-000000000001\"");
    while (claims.length() < 1100) {
      claims.append(",\"c").append(claims.length()).append("\":\"0123456789abcdef\"");
    }
    return part("{\"typ\":\"JWT\",\"alg\":\"RS256\"}") + '.' + part(claims + "}") + ".c2lnbmF0dXJl";
  }

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
