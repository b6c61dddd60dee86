package io.foundryidentity.agent.azure;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts a private key in PKCS #8 (RFC 5958) with a password.
 *
 * <p>PBES2 (RFC 8018), which OpenSSL has written since 1.0, is done here step by step: the JDK's
 * own {@code Cipher} for it fails on updates of Java 8, and on all versions for some of OpenSSL's
 * combinations (JDK-8076999). The older methods are the JDK's.
 */
final class EncryptedKey {

  /** Seconds of work; a damaged file may ask for hours. */
  private static final int MOST_ITERATIONS = 10_000_000;

  private static final String PBES2 = "1.2.840.113549.1.5.13";
  private static final String PBKDF2 = "1.2.840.113549.1.5.12";
  private static final Map<String, String> HASHES = new HashMap<>();

  /** The cipher, and the length of its key in bits. */
  private static final Map<String, Object[]> CIPHERS = new HashMap<>();

  static {
    HASHES.put("1.2.840.113549.2.7", "PBKDF2WithHmacSHA1");
    HASHES.put("1.2.840.113549.2.8", "PBKDF2WithHmacSHA224");
    HASHES.put("1.2.840.113549.2.9", "PBKDF2WithHmacSHA256");
    HASHES.put("1.2.840.113549.2.10", "PBKDF2WithHmacSHA384");
    HASHES.put("1.2.840.113549.2.11", "PBKDF2WithHmacSHA512");
    CIPHERS.put("2.16.840.1.101.3.4.1.2", new Object[] {"AES", 128});
    CIPHERS.put("2.16.840.1.101.3.4.1.22", new Object[] {"AES", 192});
    CIPHERS.put("2.16.840.1.101.3.4.1.42", new Object[] {"AES", 256});
    CIPHERS.put("1.2.840.113549.3.7", new Object[] {"DESede", 192});
  }

  private EncryptedKey() {}

  /**
   * The key in PKCS #8.
   *
   * @throws NoSuchAlgorithmException if the method is not known; the message names it
   * @throws GeneralSecurityException if the password is wrong
   */
  static byte[] decrypt(byte[] encrypted, char[] password) throws GeneralSecurityException {
    Der info = new Der(encrypted).enter(Der.SEQUENCE);
    Der algorithm = info.enter(Der.SEQUENCE);
    return algorithm.objectId().equals(PBES2)
        ? pbes2(algorithm.enter(Der.SEQUENCE), info.value(Der.OCTETS), password)
        : older(encrypted, password);
  }

  private static byte[] pbes2(Der parameters, byte[] data, char[] password)
      throws GeneralSecurityException {
    Der derivation = parameters.enter(Der.SEQUENCE);
    Der encryption = parameters.enter(Der.SEQUENCE);
    String function = derivation.objectId();
    if (!function.equals(PBKDF2)) {
      throw new NoSuchAlgorithmException("the key derivation " + function);
    }
    Der by = derivation.enter(Der.SEQUENCE);
    byte[] salt = by.value(Der.OCTETS);
    int iterations = by.integer().intValueExact();
    if (iterations > MOST_ITERATIONS) {
      throw new NoSuchAlgorithmException("a key derivation with " + iterations + " iterations");
    }
    if (by.tag() == Der.INTEGER) {
      by.integer(); // The length of the key, which the cipher says too
    }
    String hash = by.isAtEnd() ? "1.2.840.113549.2.7" : by.enter(Der.SEQUENCE).objectId();
    String cipherId = encryption.objectId();
    Object[] cipher = CIPHERS.get(cipherId);
    String factory = HASHES.get(hash);
    if (cipher == null || factory == null) {
      throw new NoSuchAlgorithmException("the cipher " + (cipher == null ? cipherId : hash));
    }
    byte[] key =
        SecretKeyFactory.getInstance(factory)
            .generateSecret(new PBEKeySpec(password, salt, iterations, (Integer) cipher[1]))
            .getEncoded();
    Cipher decryption = Cipher.getInstance(cipher[0] + "/CBC/PKCS5Padding");
    decryption.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, (String) cipher[0]),
        new IvParameterSpec(encryption.value(Der.OCTETS)));
    return decryption.doFinal(data);
  }

  private static byte[] older(byte[] encrypted, char[] password) throws GeneralSecurityException {
    EncryptedPrivateKeyInfo info;
    try {
      info = new EncryptedPrivateKeyInfo(encrypted);
    } catch (IOException malformed) {
      throw new InvalidKeyException("malformed key");
    }
    Cipher decryption = Cipher.getInstance(info.getAlgName());
    decryption.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(info.getAlgName()).generateSecret(new PBEKeySpec(password)),
        info.getAlgParameters());
    return decryption.doFinal(info.getEncryptedData());
  }
}
