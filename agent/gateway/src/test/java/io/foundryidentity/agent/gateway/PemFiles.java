package io.foundryidentity.agent.gateway;

import io.foundryidentity.simulator.CertificateAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.X509KeyManager;

/** Writes a server's certificate and key as a certificate authority gives them. */
final class PemFiles {

  final Path certificate;
  final Path key;
  final PrivateKey privateKey;

  private PemFiles(Path folder, X509Certificate[] chain, PrivateKey privateKey) throws IOException {
    this.certificate = folder.resolve("tls.crt");
    this.key = folder.resolve("tls.key");
    this.privateKey = privateKey;
    StringBuilder text = new StringBuilder("a comment, as some tools write it\n");
    for (X509Certificate one : chain) {
      try {
        text.append(pem("CERTIFICATE", one.getEncoded()));
      } catch (CertificateEncodingException impossible) {
        throw new IOException(impossible);
      }
    }
    Files.writeString(certificate, text);
    Files.writeString(key, pem("PRIVATE KEY", privateKey.getEncoded()));
  }

  /** For a name or an IPv4 address. */
  static PemFiles of(CertificateAuthority authority, String name, Path folder) throws IOException {
    X509KeyManager keys = (X509KeyManager) authority.keysNamed(name).getKeyManagers()[0];
    return new PemFiles(folder, keys.getCertificateChain("server"), keys.getPrivateKey("server"));
  }

  static String pem(String type, byte[] der) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
  }

  /** What is in the octet string of a PKCS#8 key: the older form. */
  static byte[] olderForm(PrivateKey key) {
    byte[] pkcs8 = key.getEncoded();
    int at = content(pkcs8, 0); // of the sequence: version, algorithm, key
    at = end(pkcs8, at);
    at = end(pkcs8, at);
    return Arrays.copyOfRange(pkcs8, content(pkcs8, at), end(pkcs8, at));
  }

  private static int content(byte[] der, int element) {
    int first = der[element + 1] & 0xFF;
    return element + 2 + (first < 0x80 ? 0 : first & 0x7F);
  }

  private static int end(byte[] der, int element) {
    int first = der[element + 1] & 0xFF;
    int length = first < 0x80 ? first : 0;
    for (int i = 0; first >= 0x80 && i < (first & 0x7F); i++) {
      length = (length << 8) | (der[element + 2 + i] & 0xFF);
    }
    return content(der, element) + length;
  }
}
