package io.foundryidentity.benchmark;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLSession;

/**
 * A TLS session with a server whose certificate is for {@code *.openai.azure.com}. The agent reads
 * the certificate once and remembers the session, as it does with a real one.
 */
final class ProvenSession {

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBXzCCAQWgAwIBAgIJAIcVkSFI31QOMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMT
      CWJlbmNobWFyazAeFw0yNjExMjkxODAzNDhaFw0zNjExMjYxODAzNDhaMBQxEjAQ
      BgNVBAMTCWJlbmNobWFyazBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBTqkPq3
      br8gon61MoaHgln3VSRRv4qfCABYJzZWNhOLeBdwekh45a4XIw16g5dTxy2QRsoE
      asQbyrohCnBKS0SjQDA+MB0GA1UdDgQWBBSV+B3g1e8rUX++VcGNRJKKtusXvzAd
      BgNVHREEFjAUghIqLm9wZW5haS5henVyZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIh
      AKvHC0ac2OCDpevdzFBMj61awysKOGohfcg1cjBRmsAMAiAK19PTiG8qnDzHAgtl
      lybZAvInN+7sGn8TL00XeLE0IQ==
      -----END CERTIFICATE-----
      """;

  private ProvenSession() {}

  static SSLSession create() {
    try {
      byte[] pem = CERTIFICATE.getBytes(StandardCharsets.US_ASCII);
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem));
      return (SSLSession)
          Proxy.newProxyInstance(
              ProvenSession.class.getClassLoader(),
              new Class<?>[] {SSLSession.class},
              (session, method, arguments) -> {
                if (method.getName().equals("getPeerCertificates")) {
                  return new Certificate[] {certificate};
                }
                throw new UnsupportedOperationException(method.getName());
              });
    } catch (CertificateException e) {
      throw new IllegalStateException("this JDK cannot read the certificate", e);
    }
  }
}
