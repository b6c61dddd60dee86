package io.foundryidentity.agent.instrumentation.testing;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The provider of TLS that the tested clients use: the JDK's, or the one that the system property
 * {@code tls.provider} names ({@code scripts/tls-providers}).
 */
final class TlsProvider {

  private static final String NAME = System.getProperty("tls.provider", "");

  private TlsProvider() {}

  /** Whether it compares a host with the certificate if a client asks for it; some do not. */
  static boolean isTheJdks() {
    return NAME.isEmpty();
  }

  static SSLContext context(TrustManager trust) {
    try {
      SSLContext context =
          isTheJdks() ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", provider());
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException | ReflectiveOperationException e) {
      throw new IllegalStateException("no TLS of provider " + NAME, e);
    }
  }

  private static Provider provider() throws ReflectiveOperationException {
    return switch (NAME) {
      case "conscrypt" -> made("org.conscrypt.OpenSSLProvider");
      case "wildfly-openssl" -> made("org.wildfly.openssl.OpenSSLProvider");
      case "bouncycastle" -> {
        // Its cryptography is another provider
        Security.addProvider(made("org.bouncycastle.jce.provider.BouncyCastleProvider"));
        yield made("org.bouncycastle.jsse.provider.BouncyCastleJsseProvider");
      }
      default ->
          throw new IllegalArgumentException(
              "tls.provider=" + NAME + ": conscrypt, wildfly-openssl and bouncycastle are known");
    };
  }

  /** By its name, as the profile with these libraries is usually off. */
  private static Provider made(String type) throws ReflectiveOperationException {
    return Class.forName(type).asSubclass(Provider.class).getConstructor().newInstance();
  }
}
