package io.foundryidentity.agent.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and the key of the gateway's own TLS, from two files in PEM.
 *
 * <p>Files that have changed are read again for new connections, at most once a second. If the new
 * ones cannot be used, the old ones stay, and one line says so: whoever renews them writes one file
 * after the other.
 *
 * <p>Public for the command line.
 */
public final class ServerCertificate {

  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

  private static final long LOOK_NANOS = 1_000_000_000L;
  private static final int LARGEST = 1 << 20;
  private static final String TYPE = "PKCS12";

  private final Path certificate;
  private final Path key;

  private SSLContext current;
  private String state;
  private long lookedAt;

  private ServerCertificate(Path certificate, Path key) throws IOException {
    this.certificate = certificate.toAbsolutePath();
    this.key = key.toAbsolutePath();
    this.lookedAt = System.nanoTime();
    this.state = state();
    this.current = load();
  }

  /**
   * @param certificate the server's certificate, followed by those of its issuers
   * @param key its private key, not encrypted
   * @throws IOException if one of them cannot be used; the message names the file
   */
  public static ServerCertificate of(Path certificate, Path key) throws IOException {
    return new ServerCertificate(certificate, key);
  }

  /** For the next connection. */
  synchronized SSLContext context() {
    long now = System.nanoTime();
    if (now - lookedAt >= LOOK_NANOS) {
      lookedAt = now;
      renew();
    }
    return current;
  }

  private void renew() {
    String before = state;
    try {
      String now = state();
      if (now.equals(before)) {
        return;
      }
      state = now;
      current = load();
      LOG.info("gateway uses the renewed certificate {}", certificate);
    } catch (IOException unusable) {
      if (!state.equals(before)) {
        LOG.warn(
            "gateway keeps its old certificate, as the new one cannot be used: {}",
            String.valueOf(unusable.getMessage()));
      }
      LOG.debug("gateway cannot look for a new certificate: {}", unusable.toString());
    }
  }

  /** Kubernetes replaces a link, so the time is that of the file behind it. */
  private String state() throws IOException {
    return state(certificate) + ' ' + state(key);
  }

  private static String state(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file) + " " + file.toRealPath();
    } catch (NoSuchFileException missing) {
      throw new IOException("the file " + file + " does not exist", missing);
    }
  }

  private SSLContext load() throws IOException {
    X509Certificate[] chain = chain();
    PrivateKey privateKey;
    try {
      privateKey = PrivateKeyFile.parse(read(key), chain[0].getPublicKey());
    } catch (IOException invalid) {
      throw new IOException("the key file " + key + " is not used: " + invalid.getMessage());
    }
    try {
      requirePair(privateKey, chain[0].getPublicKey());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(privateKey, chain).getKeyManagers(), null, null);
      warnOfDates(chain[0]);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "this Java cannot use the certificate " + certificate + ": " + e.getMessage(), e);
    }
  }

  private X509Certificate[] chain() throws IOException {
    try {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(certificate)));
      if (all.isEmpty()) {
        throw new CertificateException("it has no certificate");
      }
      return all.toArray(new X509Certificate[0]);
    } catch (CertificateException invalid) {
      throw new IOException(
          "the certificate file "
              + certificate
              + " is not used: it has no valid PEM certificate (-----BEGIN CERTIFICATE-----)",
          invalid);
    }
  }

  private static byte[] read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException("the file " + file + " is larger than 1 MiB");
    }
    return Files.readAllBytes(file);
  }

  private static KeyManagerFactory keys(PrivateKey key, X509Certificate[] chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(TYPE);
    store.load(null, null);
    // It is in memory only, and needs some password.
    char[] password = "in memory only".toCharArray();
    store.setKeyEntry("gateway", key, password, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    return keys;
  }

  /** Signs with one and verifies with the other. */
  private void requirePair(PrivateKey privateKey, PublicKey publicKey)
      throws GeneralSecurityException, IOException {
    String algorithm = publicKey.getAlgorithm();
    Signature signature =
        Signature.getInstance(
            algorithm.equals("EC")
                ? "SHA256withECDSA"
                : algorithm.equals("RSA") ? "SHA256withRSA" : algorithm);
    signature.initSign(privateKey);
    signature.update(new byte[] {1});
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(new byte[] {1});
    if (!signature.verify(signed)) {
      throw new IOException("the key " + key + " is not the one of the certificate " + certificate);
    }
  }

  private void warnOfDates(X509Certificate own) {
    try {
      own.checkValidity();
    } catch (CertificateException notNow) {
      LOG.warn("clients will refuse the certificate {}: {}", certificate, notNow.getMessage());
    }
  }
}
