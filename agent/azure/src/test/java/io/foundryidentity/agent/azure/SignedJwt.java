package io.foundryidentity.agent.azure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/** Makes JWTs that are really signed with RS256, as the issuers of assertions do. */
final class SignedJwt {

  private static final KeyPair KEYS = keys();

  private SignedJwt() {}

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token for the audience that ends in so many seconds. */
  static String of(String audience, long seconds) {
    return withClaims(
        "{\"iss\":\"https://issuer.example\",\"sub\":\"workload\",\"aud\":\""
            + audience
            + "\",\"exp\":"
            + (Instant.now().getEpochSecond() + seconds)
            + "}");
  }

  static String withClaims(String claims) {
    try {
      String text = part("{\"alg\":\"RS256\",\"kid\":\"1\"}") + "." + part(claims);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(KEYS.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
