package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.output.KnownSecrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** What a client must send: 256 random bits, unless the operator's file has another one. */
final class Secret {

  /** In characters; that many in base64 are more than 128 random bits. */
  static final int SHORTEST = 32;

  static final int LONGEST = 1024;

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
    return known(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /**
   * A secret that was made elsewhere.
   *
   * @throws IllegalArgumentException if it is too short, too long, or has other characters than
   *     those of a bearer token (RFC 6750, section 2.1); the message does not contain it
   */
  static Secret of(String text) {
    // First, so that no message can show it.
    KnownSecrets.add(text);
    if (text.length() < SHORTEST || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "it has "
              + text.length()
              + " characters, and a secret needs "
              + SHORTEST
              + " to "
              + LONGEST);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || !(Character.isLetterOrDigit(c) || "-._~+/=".indexOf(c) >= 0)) {
        throw new IllegalArgumentException(
            "its character "
                + (i + 1)
                + " is not allowed in a header: a secret has letters, digits and -._~+/= on one"
                + " line");
      }
    }
    return known(text);
  }

  private static Secret known(String text) {
    KnownSecrets.hold(text);
    return new Secret(text);
  }

  /** It gives access to nothing any more. */
  void close() {
    KnownSecrets.release(text);
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
