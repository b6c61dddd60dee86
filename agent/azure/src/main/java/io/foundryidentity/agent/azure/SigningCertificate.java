package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.output.KnownSecrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A private key with its certificate, and the certificates of its issuers, nearest first.
 *
 * <p>Of several pairs in a file one is chosen: one that is valid now, and of those the latest. So a
 * file may have the old and the new certificate.
 */
final class SigningCertificate {

  /** As msal4j requires it. */
  private static final int SHORTEST_KEY = 2048;

  private static final DateTimeFormatter DAY_AND_MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final PrivateKey key;

  /** The certificate itself is the first. */
  private final List<X509Certificate> chain;

  private SigningCertificate(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = chain;
  }

  static SigningCertificate of(CertificateEntries entries, Instant now) throws CertificateProblem {
    PrivateKey key = null;
    X509Certificate best = null;
    for (PrivateKey one : entries.keys) {
      for (X509Certificate certificate : entries.certificates) {
        if (isPair(one, certificate) && (best == null || isBetter(certificate, best, now))) {
          key = one;
          best = certificate;
        }
      }
    }
    if (key == null || best == null) {
      throw noPair(entries);
    }
    int bits = ((RSAPrivateKey) key).getModulus().bitLength();
    if (bits < SHORTEST_KEY) {
      throw new CertificateProblem(
          "its RSA key has " + bits + " bits; Entra ID needs " + SHORTEST_KEY + " or more");
    }
    return new SigningCertificate(key, chain(best, entries.certificates));
  }

  private static boolean isPair(PrivateKey key, X509Certificate certificate) {
    return key instanceof RSAPrivateKey
        && certificate.getPublicKey() instanceof RSAPublicKey
        && ((RSAPublicKey) certificate.getPublicKey())
            .getModulus()
            .equals(((RSAPrivateKey) key).getModulus());
  }

  private static boolean isBetter(X509Certificate one, X509Certificate other, Instant now) {
    boolean valid = isValid(one, now);
    return valid == isValid(other, now)
        ? one.getNotBefore().toInstant().isAfter(other.getNotBefore().toInstant())
        : valid;
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static CertificateProblem noPair(CertificateEntries entries) {
    for (String other : entries.others) {
      if (other.equals("EC PRIVATE KEY")) {
        return PemKeys.notRsa("an elliptic curve key (EC)");
      }
      if (other.equals("OPENSSH PRIVATE KEY")) {
        return new CertificateProblem(
            "its private key is in the form of OpenSSH", "ssh-keygen -p -m PKCS8 -f FILE");
      }
    }
    if (entries.keys.isEmpty()) {
      return new CertificateProblem(
          entries.certificates.isEmpty()
              ? "it has no certificate and no private key" + others(entries)
              : "it has a certificate, but no private key that can be read"
                  + others(entries)
                  + ": put both into one file",
          entries.certificates.isEmpty() ? null : "cat key.pem FILE > certificate.pem");
    }
    return new CertificateProblem(
        entries.certificates.isEmpty()
            ? "it has a private key, but no certificate"
                + others(entries)
                + ": put both into one file"
            : "none of its certificates belongs to its private key: put the certificate of this key"
                + " into the file",
        "cat FILE cert.pem > certificate.pem");
  }

  private static String others(CertificateEntries entries) {
    return entries.others.isEmpty() ? "" : " (but " + String.join(", ", entries.others) + ")";
  }

  private static List<X509Certificate> chain(X509Certificate first, List<X509Certificate> all) {
    List<X509Certificate> chain = new ArrayList<>();
    for (X509Certificate next = first; next != null; next = issuer(next, all)) {
      if (chain.contains(next)) {
        break;
      }
      chain.add(next);
    }
    return chain;
  }

  private static @Nullable X509Certificate issuer(X509Certificate of, List<X509Certificate> all) {
    for (X509Certificate one : all) {
      if (one.getSubjectX500Principal().equals(of.getIssuerX500Principal())
          && !one.equals(of)
          && hasSigned(one, of)) {
        return one;
      }
    }
    return null;
  }

  private static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException another) {
      return false; // An older certificate of an issuer with the same name
    }
  }

  /** What the library reads: the key and the certificates in PEM, without a password. */
  byte[] pem(boolean withChain) {
    String encoded = Base64.getEncoder().encodeToString(key.getEncoded());
    KnownSecrets.add(encoded);
    StringBuilder pem = new StringBuilder();
    append(pem, "PRIVATE KEY", encoded);
    for (X509Certificate certificate : withChain ? chain : chain.subList(0, 1)) {
      try {
        append(pem, "CERTIFICATE", Base64.getEncoder().encodeToString(certificate.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new WrongSettingException("a certificate cannot be encoded");
      }
    }
    return pem.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void append(StringBuilder pem, String label, String base64) {
    pem.append("-----BEGIN ").append(label).append("-----\n");
    for (int i = 0; i < base64.length(); i += 64) {
      pem.append(base64, i, Math.min(i + 64, base64.length())).append('\n');
    }
    pem.append("-----END ").append(label).append("-----\n");
  }

  boolean isSame(SigningCertificate other) {
    return chain.equals(other.chain);
  }

  /** Says that it is not valid now, with the dates; null if it is. */
  @Nullable String outsideOfItsDates(Instant now) {
    X509Certificate certificate = chain.get(0);
    if (isValid(certificate, now)) {
      return null;
    }
    boolean early = now.isBefore(certificate.getNotBefore().toInstant());
    return "the certificate "
        + certificate.getSubjectX500Principal().getName()
        + (early ? " is not valid yet: it begins on " : " has expired: it ended on ")
        + date((early ? certificate.getNotBefore() : certificate.getNotAfter()).toInstant())
        + ", and this machine's clock says "
        + date(now);
  }

  private static String date(Instant time) {
    return DAY_AND_MINUTE.format(time.atOffset(ZoneOffset.UTC)) + " UTC";
  }
}
