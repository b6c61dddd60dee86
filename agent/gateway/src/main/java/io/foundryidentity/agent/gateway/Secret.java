package io.foundryidentity.agent.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** 256 random bits that a client must show. */
final class Secret {

  private static final int BYTES = 32;

  private final String text;
  private final byte[] expected;

  private Secret(String text) {
    this.text = text;
    this.expected = text.getBytes(StandardCharsets.US_ASCII);
  }

  static Secret random() {
    byte[] bits = new byte[BYTES];
    new SecureRandom().nextBytes(bits);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  String text() {
    return text;
  }

  /** In a time that depends on the length alone, which is no secret. */
  boolean is(byte[] presented) {
    return MessageDigest.isEqual(expected, presented);
  }

  /** Nothing of it. */
  @Override
  public String toString() {
    return "a secret";
  }
}
