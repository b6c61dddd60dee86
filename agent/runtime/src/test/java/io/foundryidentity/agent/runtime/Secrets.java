package io.foundryidentity.agent.runtime;

import java.util.Base64;
import java.util.List;
import java.util.Random;

/** The secrets of one generated input; no part of them of eight characters may be printed. */
record Secrets(String token, String refresh, String secret, String assertion) {

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  static Secrets of(Random random) {
    return new Secrets(
        random.nextBoolean() ? jwt(random) : word(random, LETTERS, 40 + random.nextInt(200)),
        word(random, LETTERS + "._-~", 60),
        word(random, LETTERS + "~._-", 34) + word(random, "&+/%\"'<>=?#@", random.nextInt(6)),
        jwt(random));
  }

  private static String jwt(Random random) {
    String claims = "{\"aud\":\"x\",\"oid\":\"" + word(random, LETTERS, 30) + "\"}";
    return base64("{\"alg\":\"RS256\",\"kid\":\"" + word(random, LETTERS, 12) + "\"}")
        + "."
        + base64(claims)
        + "."
        + word(random, LETTERS + "-_", 80);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes());
  }

  private static String word(Random random, String letters, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  List<String> all() {
    return List.of(token, refresh, secret, assertion);
  }
}
