package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.output.KnownSecrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** 256 random bits that a client must send. */
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
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    KnownSecrets.add(text);
    return new Secret(text);
  }

  String text() {
    return text;
  }

  /** Compares in a time that depends only on the length, which is not secret. */
  boolean is(byte[] presented) {
    return MessageDigest.isEqual(expected, presented);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "a secret";
  }
}
