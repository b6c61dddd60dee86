package io.foundryidentity.agent.azure;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * Reads a file with a certificate and its private key: PEM, PFX, or a PFX file in base64, as the
 * Azure CLI downloads it from a key vault.
 *
 * <p>The library's own reading is not used: it knows PEM with an unencrypted PKCS #8 key alone, and
 * takes the first certificate and the first alias, whatever they are. It gets what was read here.
 *
 * <p>The file is read again for each token, so a renewed one counts at once. One that was changed
 * in the last seconds and cannot be read may be half written, and is read again.
 */
final class CertificateFile {

  private static final int LARGEST = 1 << 20;
  private static final int READS = 5;
  private static final long PAUSE = 200;
  private static final long JUST_WRITTEN = 10_000;

  private final String setting;
  private final String name;
  private final Supplier<CertificatePassword> password;

  /**
   * @param setting the key or the variable that names the file
   * @param password reads the password again
   */
  CertificateFile(String setting, String name, Supplier<CertificatePassword> password) {
    this.setting = setting;
    this.name = name;
    this.password = password;
  }

  /**
   * @throws WrongSettingException if it cannot be used; the message names the file, what is in it,
   *     and what to type
   */
  SigningCertificate read() {
    for (int i = 1; ; i++) {
      try {
        return readOnce();
      } catch (CertificateProblem problem) {
        boolean maybeHalf = wasJustWritten();
        if (!maybeHalf || i == READS) {
          throw new WrongSettingException(problem.line(setting, name));
        }
        pause();
      }
    }
  }

  private SigningCertificate readOnce() throws CertificateProblem {
    byte[] content = content(Paths.get(name));
    CertificatePassword opening = password.get();
    String text = text(content);
    if (PemBlock.isIn(text)) {
      return SigningCertificate.of(PemKeys.read(PemBlock.all(text), opening), Instant.now());
    }
    return SigningCertificate.of(PfxKeys.read(pfx(content, text), opening), Instant.now());
  }

  private static byte[] content(Path path) throws CertificateProblem {
    if (!Files.isRegularFile(path)) {
      throw new CertificateProblem(
          Files.isDirectory(path)
              ? "this is a directory"
              : Files.exists(path) ? "this is not a file" : "this file does not exist");
    }
    byte[] content;
    try {
      content = SmallFile.read(path, LARGEST);
    } catch (IOException refused) {
      throw new CertificateProblem("this process must not read it");
    }
    if (content.length > LARGEST) {
      throw new CertificateProblem("it is larger than 1 MiB, as no certificate is");
    }
    if (content.length == 0) {
      throw new CertificateProblem("it is empty");
    }
    return content;
  }

  /** Windows PowerShell writes UTF-16 when a command's output is redirected to a file. */
  private static String text(byte[] content) {
    int first = content[0] & 0xFF;
    int second = content.length > 1 ? content[1] & 0xFF : 0;
    Charset charset =
        first == 0xFF && second == 0xFE
            ? StandardCharsets.UTF_16LE
            : first == 0xFE && second == 0xFF
                ? StandardCharsets.UTF_16BE
                : StandardCharsets.ISO_8859_1;
    return new String(content, charset);
  }

  private static byte[] pfx(byte[] content, String text) throws CertificateProblem {
    byte[] der = content;
    if ((content[0] & 0xFF) != Der.SEQUENCE) {
      if (text.startsWith("\u00FE\u00ED\u00FE\u00ED")
          || text.startsWith("\u00CE\u00CE\u00CE\u00CE")) {
        throw new CertificateProblem(
            "it is a Java key store (JKS)",
            "keytool -importkeystore -srckeystore FILE -destkeystore certificate.pfx -deststoretype"
                + " PKCS12");
      }
      der = base64(text);
    }
    try {
      Der outer = new Der(der).enter(Der.SEQUENCE);
      if (outer.tag() == Der.INTEGER && outer.integer().intValue() == 3) {
        return der;
      }
      boolean key = new Der(der).enter(Der.SEQUENCE).tag() == Der.INTEGER;
      throw key
          ? new CertificateProblem(
              "it is a private key in DER, without a certificate: put both into one PEM file",
              "(openssl pkey -inform DER -in FILE && cat cert.pem) > certificate.pem")
          : new CertificateProblem(
              "it is a certificate in DER, without a private key: put both into one PEM file",
              "(openssl x509 -inform DER -in FILE && cat key.pem) > certificate.pem");
    } catch (InvalidKeyException cutOff) {
      throw new CertificateProblem("it is damaged or cut off, or it is not a PEM or PFX file");
    }
  }

  private static byte[] base64(String text) throws CertificateProblem {
    try {
      byte[] decoded = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      if (decoded.length > 0 && (decoded[0] & 0xFF) == Der.SEQUENCE) {
        return decoded;
      }
    } catch (IllegalArgumentException notBase64) {
      // Reported below, as any other content
    }
    throw new CertificateProblem("it is not a PEM or PFX file");
  }

  private boolean wasJustWritten() {
    try {
      long written = Files.getLastModifiedTime(Paths.get(name)).toMillis();
      return Math.abs(System.currentTimeMillis() - written) < JUST_WRITTEN;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WrongSettingException("interrupted while a certificate was read again");
    }
  }
}
