package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.simulator.CertificateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a certificate by its chain alone, as many an application's own trust manager does: JSSE
 * then compares no names, whatever endpoint identification the client asks for.
 */
final class NamelessTrust extends X509ExtendedTrustManager {

  private final X509TrustManager chains;

  private NamelessTrust(X509TrustManager chains) {
    this.chains = chains;
  }

  /** What trusts the authority and checks names if a client asks for it. */
  static X509TrustManager withNames(CertificateAuthority authority) {
    try (InputStream file = Files.newInputStream(authority.trustStore())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(file, authority.trustStorePassword().toCharArray());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return (X509TrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This JDK cannot trust the simulator", e);
    }
  }

  static X509TrustManager of(CertificateAuthority authority) {
    return new NamelessTrust(withNames(authority));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    chains.checkServerTrusted(chain, known(type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    chains.checkServerTrusted(chain, known(type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    chains.checkServerTrusted(chain, known(type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    chains.checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    chains.checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    chains.checkClientTrusted(chain, type);
  }

  /** Conscrypt's word for TLS 1.3 is unknown to the JDK's trust manager. */
  private static String known(String type) {
    return type.equals("GENERIC") ? "UNKNOWN" : type;
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }
}
