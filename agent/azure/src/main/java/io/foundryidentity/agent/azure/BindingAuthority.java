package io.foundryidentity.agent.azure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authority of AKS's token proxy, which alone is trusted there: nothing of the
 * JVM's trust store counts. A file is read for each connection, as the cluster renews it.
 */
final class BindingAuthority {

  static final String FILE = "AZURE_KUBERNETES_CA_FILE";
  static final String DATA = "AZURE_KUBERNETES_CA_DATA";

  private static final int LONGEST = 1 << 20;

  private final @Nullable String file;
  private final @Nullable String data;

  private BindingAuthority(@Nullable String file, @Nullable String data) {
    this.file = file;
    this.data = data;
  }

  /**
   * Null if no variable names one.
   *
   * @throws WrongSettingException if two do
   */
  static @Nullable BindingAuthority of(IdentityEnvironment environment) {
    String file = environment.trimmed(FILE);
    String data = environment.trimmed(DATA);
    if (file != null && data != null) {
      throw new WrongSettingException(
          FILE + " and " + DATA + " are both set: remove one of the two variables");
    }
    return file == null && data == null ? null : new BindingAuthority(file, data);
  }

  /** The variable that is set. */
  static String set(IdentityEnvironment environment) {
    return environment.trimmed(FILE) != null ? FILE : DATA;
  }

  /**
   * Reads it once.
   *
   * @throws WrongSettingException if there is no certificate
   */
  void check() {
    certificates();
  }

  String source() {
    return file == null ? DATA : FILE + "=" + file;
  }

  /**
   * TLS that trusts this authority.
   *
   * @throws WrongSettingException if there is no certificate
   */
  SSLSocketFactory sockets() throws IOException {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (Certificate each : certificates()) {
      anchors.add(new TrustAnchor((X509Certificate) each, null));
    }
    try {
      // No key store and no default algorithm: properties of the JVM may name another one, which
      // can hold more than this authority
      PKIXBuilderParameters trusted = new PKIXBuilderParameters(anchors, new X509CertSelector());
      trusted.setRevocationEnabled(false);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(new CertPathTrustManagerParameters(trusted));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private Collection<? extends Certificate> certificates() {
    byte[] text = file == null ? String.valueOf(data).getBytes(StandardCharsets.UTF_8) : read(file);
    if (text.length == 0) {
      throw new WrongSettingException(named() + " is empty");
    }
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      // What is wrong with it stands in the JDK's words, which may quote the text
    }
    throw new WrongSettingException(named() + " has no certificate in PEM form");
  }

  private String named() {
    return file == null ? DATA : FILE + " names the file " + file + ", and this file";
  }

  private byte[] read(String path) {
    Members.requireFile(FILE, path);
    byte[] content;
    try {
      content = SmallFile.read(Paths.get(path), LONGEST);
    } catch (IOException e) {
      throw new WrongSettingException(named() + " cannot be read");
    }
    if (content.length > LONGEST) {
      throw new WrongSettingException(named() + " is longer than 1 MiB");
    }
    return content;
  }
}
