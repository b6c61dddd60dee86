package io.foundryidentity.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;

/** An RSA key pair with its key id, signing and verifying JWTs. */
final class SigningKey {
  private final String id;
  private final RSAPublicKey publicKey;
  private final RSAPrivateKey privateKey;
  private final RSASSASigner signer;

  /** With a new key pair. */
  SigningKey(String id) {
    this(id, newPair());
  }

  private SigningKey(String id, KeyPair keys) {
    this.id = id;
    publicKey = (RSAPublicKey) keys.getPublic();
    privateKey = (RSAPrivateKey) keys.getPrivate();
    signer = new RSASSASigner(privateKey);
  }

  /** With the one of {@link KnownRsaKey}. */
  static SigningKey known(String id) {
    return new SigningKey(id, KnownRsaKey.pair());
  }

  private static KeyPair newPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK has no RSA", e);
    }
  }

  RSAPublicKey publicKey() {
    return publicKey;
  }

  RSAPrivateKey privateKey() {
    return privateKey;
  }

  RSAKey jwk() {
    return new RSAKey.Builder(publicKey).keyID(id).build();
  }

  String sign(JWTClaimsSet claims) {
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build(), claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("Signing failed", e);
    }
    return jwt.serialize();
  }

  boolean signed(SignedJWT jwt) {
    JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
    // msal4j signs certificate assertions with PS256 against Entra, RS256 elsewhere.
    if (!algorithm.equals(JWSAlgorithm.RS256) && !algorithm.equals(JWSAlgorithm.PS256)) {
      return false;
    }
    try {
      JWSVerifier verifier = new RSASSAVerifier(publicKey);
      return jwt.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }
}
