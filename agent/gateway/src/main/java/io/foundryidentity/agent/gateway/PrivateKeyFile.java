package io.foundryidentity.agent.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads an unencrypted private key in PEM: PKCS#8, and the older forms of RSA (PKCS#1) and elliptic
 * curves (SEC 1), which cert-manager and older OpenSSL write.
 *
 * <p>An older form becomes PKCS#8 with the algorithm of the certificate's public key, which is the
 * same.
 */
final class PrivateKeyFile {

  private static final String BEGIN = "-----BEGIN ";
  private static final String PRIVATE_KEY = "PRIVATE KEY-----";

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final byte[] VERSION_0 = {2, 1, 0};

  private PrivateKeyFile() {}

  /**
   * @param certified the key of the certificate that the private key is for
   * @throws IOException if it cannot be used; the message completes "the key file X is not used: "
   */
  static PrivateKey parse(byte[] content, PublicKey certified) throws IOException {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int begin = begin(text);
    String kind = text.substring(begin + BEGIN.length(), text.indexOf(PRIVATE_KEY, begin)).trim();
    int from = text.indexOf('\n', begin);
    int end = from < 0 ? -1 : text.indexOf("-----END ", from);
    if (end < 0) {
      throw new IOException("it ends within the key");
    }
    String base64 = text.substring(from, end);
    if (kind.equals("ENCRYPTED") || base64.contains("ENCRYPTED")) {
      throw new IOException(
          "it is encrypted, and the gateway has no password for it: write it without one, with"
              + " openssl pkcs8 -topk8 -nocrypt, and permissions for its user alone");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      return KeyFactory.getInstance(certified.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(kind.isEmpty() ? der : asPkcs8(der, certified)));
    } catch (GeneralSecurityException | RuntimeException malformed) {
      // Without the cause, which may quote the key.
      throw new IOException(
          "it is not a valid "
              + certified.getAlgorithm()
              + " key, as the certificate needs ("
              + malformed.getClass().getSimpleName()
              + ")");
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** Where the key begins; other parts, such as EC PARAMETERS, may be before it. */
  private static int begin(String text) throws IOException {
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
      int line = text.indexOf('\n', at);
      int key = text.indexOf(PRIVATE_KEY, at);
      if (key >= 0 && (line < 0 || key < line)) {
        return at;
      }
    }
    throw new IOException("it has no PEM private key (-----BEGIN PRIVATE KEY-----)");
  }

  /** RFC 5208: the version, the algorithm, and the key as it was. */
  private static byte[] asPkcs8(byte[] key, PublicKey certified) throws IOException {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.write(VERSION_0);
    inner.write(algorithm(certified.getEncoded()));
    inner.write(element(OCTETS, key));
    return element(SEQUENCE, inner.toByteArray());
  }

  /** The first element of a SubjectPublicKeyInfo (RFC 5280, section 4.1). */
  private static byte[] algorithm(byte[] publicKey) {
    int begin = contentOf(publicKey, 0);
    int end = contentOf(publicKey, begin) + lengthOf(publicKey, begin);
    return Arrays.copyOfRange(publicKey, begin, end);
  }

  private static int contentOf(byte[] der, int element) {
    int first = der[element + 1] & 0xFF;
    return element + 2 + (first < 0x80 ? 0 : first & 0x7F);
  }

  private static int lengthOf(byte[] der, int element) {
    int first = der[element + 1] & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7F); i++) {
      length = (length << 8) | (der[element + 2 + i] & 0xFF);
    }
    return length;
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      // Two bytes hold the length of any key.
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.write(content, 0, content.length);
    return out.toByteArray();
  }
}
