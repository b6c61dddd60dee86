package io.foundryidentity.agent.azure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a PFX file (PKCS #12, RFC 7292) by the JDK's key store. */
final class PfxKeys {

  private static final String CONVERT = "openssl pkcs12 -in FILE -nodes -out certificate.pem";

  private PfxKeys() {}

  /** The password does not matter for a file that is not encrypted, or has an empty password. */
  static CertificateEntries read(byte[] content, CertificatePassword password)
      throws CertificateProblem {
    char[] given = password.characters();
    CertificateProblem refused = password.wrong();
    if (given != null) {
      CertificateEntries entries = read(content, given);
      if (entries != null) {
        return withKey(entries);
      }
    }
    CertificateEntries entries = read(content, new char[0]);
    if (entries == null) {
      throw refused;
    }
    return withKey(entries);
  }

  private static CertificateEntries withKey(CertificateEntries entries) throws CertificateProblem {
    if (entries.keys.isEmpty() && entries.others.isEmpty()) {
      throw new CertificateProblem(
          "it has no private key, or Java cannot read it, as it is not encrypted", CONVERT);
    }
    return entries;
  }

  /** Null if the password is wrong. */
  private static @Nullable CertificateEntries read(byte[] content, char[] password)
      throws CertificateProblem {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), password);
      return entries(store, password);
    } catch (UnrecoverableKeyException wrong) {
      return null;
    } catch (IOException | GeneralSecurityException | RuntimeException failure) {
      for (Throwable t = failure; t != null; t = t.getCause()) {
        if (t instanceof NoSuchAlgorithmException) {
          throw notKnown(t);
        }
        if (t instanceof UnrecoverableKeyException
            || String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT).contains("password")) {
          return null;
        }
      }
      // Java 8 before update 301 fails on newer encryption without saying that it does not know it
      throw new CertificateProblem(
          "it is damaged, or Java "
              + System.getProperty("java.version")
              + " cannot read its encryption",
          CONVERT);
    }
  }

  private static CertificateProblem notKnown(Throwable failure) {
    String words = String.valueOf(failure.getMessage());
    return new CertificateProblem(
        "Java "
            + System.getProperty("java.version")
            + " cannot read its encryption ("
            + (words.length() > 60 ? words.substring(0, 60) : words)
            + "). Use a newer Java (8u301, 11.0.12 or later), or convert the file",
        CONVERT);
  }

  private static CertificateEntries entries(KeyStore store, char[] password)
      throws GeneralSecurityException {
    CertificateEntries entries = new CertificateEntries();
    for (String alias : Collections.list(store.aliases())) {
      Key key = store.isKeyEntry(alias) ? store.getKey(alias, password) : null;
      if (key instanceof PrivateKey && key.getAlgorithm().equals("RSA")) {
        entries.keys.add((PrivateKey) key);
      } else if (key != null) {
        entries.others.add(key.getAlgorithm() + " PRIVATE KEY");
      }
      add(store.getCertificate(alias), entries);
      Certificate[] chain = store.getCertificateChain(alias);
      for (int i = 0; chain != null && i < chain.length; i++) {
        add(chain[i], entries);
      }
    }
    return entries;
  }

  private static void add(@Nullable Certificate certificate, CertificateEntries entries) {
    if (certificate instanceof X509Certificate && !entries.certificates.contains(certificate)) {
      entries.certificates.add((X509Certificate) certificate);
    }
  }
}
