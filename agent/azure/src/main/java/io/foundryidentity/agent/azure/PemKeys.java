package io.foundryidentity.agent.azure;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.List;

/** Reads the blocks of a PEM file. */
final class PemKeys {

  private static final String RSA = "1.2.840.113549.1.1.1";
  private static final String EC = "1.2.840.10045.2.1";

  private static final String DECRYPT =
      "(openssl pkey -in FILE && openssl x509 -in FILE) > certificate.pem";

  private final CertificateEntries found = new CertificateEntries();
  private final CertificatePassword password;

  private PemKeys(CertificatePassword password) {
    this.password = password;
  }

  static CertificateEntries read(List<PemBlock> blocks, CertificatePassword password)
      throws CertificateProblem {
    PemKeys keys = new PemKeys(password);
    for (PemBlock block : blocks) {
      keys.add(block);
    }
    return keys.found;
  }

  private void add(PemBlock block) throws CertificateProblem {
    try {
      switch (block.label) {
        case "CERTIFICATE":
        case "X509 CERTIFICATE":
        case "TRUSTED CERTIFICATE":
          // The last of them has more after the certificate, which is OpenSSL's own
          certificates(new Der(block.bytes).element(Der.SEQUENCE));
          break;
        case "PKCS7":
        case "CMS":
          certificates(block.bytes);
          break;
        case "PRIVATE KEY":
          found.keys.add(pkcs8(block.bytes));
          break;
        case "RSA PRIVATE KEY":
          found.keys.add(pkcs1(block));
          break;
        case "ENCRYPTED PRIVATE KEY":
          found.keys.add(pkcs8(decrypted(block.bytes)));
          break;
        default:
          found.others.add(block.label);
      }
    } catch (GeneralSecurityException | RuntimeException damaged) {
      // Without the cause, which may quote the key
      throw new CertificateProblem(
          "its block " + block.label + " is damaged or of a kind that Java does not know");
    }
  }

  private void certificates(byte[] encoded) throws CertificateException {
    for (Certificate one :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(encoded))) {
      found.certificates.add((X509Certificate) one);
    }
  }

  private static PrivateKey pkcs8(byte[] encoded)
      throws GeneralSecurityException, CertificateProblem {
    Der key = new Der(encoded).enter(Der.SEQUENCE);
    key.integer();
    String algorithm = key.enter(Der.SEQUENCE).objectId();
    if (!algorithm.equals(RSA)) {
      throw notRsa(
          algorithm.equals(EC) ? "an elliptic curve key (EC)" : "of the kind " + algorithm);
    }
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  /** RFC 8017, appendix A.1.2. */
  private static PrivateKey pkcs1(PemBlock block)
      throws GeneralSecurityException, CertificateProblem {
    if (block.encryptedByHeader) {
      throw new CertificateProblem(
          "its private key is encrypted in an old form of OpenSSL that Java cannot read", DECRYPT);
    }
    Der key = new Der(block.bytes).enter(Der.SEQUENCE);
    if (key.integer().signum() != 0) {
      throw new InvalidKeyException("more than two primes");
    }
    BigInteger[] parts = new BigInteger[8];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = key.integer();
    }
    return KeyFactory.getInstance("RSA")
        .generatePrivate(
            new RSAPrivateCrtKeySpec(
                parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7]));
  }

  private byte[] decrypted(byte[] encrypted) throws CertificateProblem {
    char[] characters = password.characters();
    if (characters == null) {
      throw password.missing();
    }
    try {
      byte[] key = EncryptedKey.decrypt(encrypted, characters);
      new Der(key).enter(Der.SEQUENCE).integer(); // A wrong password can seem to be a right one
      return key;
    } catch (NoSuchAlgorithmException unknown) {
      throw new CertificateProblem(
          "its private key is encrypted in a way that this agent cannot read ("
              + unknown.getMessage()
              + ")",
          DECRYPT);
    } catch (GeneralSecurityException | RuntimeException wrong) {
      throw password.wrong();
    }
  }

  /** Entra ID accepts the signatures RS256 and PS256 alone. */
  static CertificateProblem notRsa(String kind) {
    return new CertificateProblem(
        "its private key is " + kind + ". Entra ID accepts RSA keys only: make another certificate",
        "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=app -days 365 -keyout key.pem -out"
            + " cert.pem && cat key.pem cert.pem > certificate.pem && az ad app credential reset"
            + " --id <client id> --append --cert \"@cert.pem\"");
  }
}
