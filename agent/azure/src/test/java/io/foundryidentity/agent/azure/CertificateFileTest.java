package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All forms in which certificates with their keys are stored. */
class CertificateFileTest {

  static final Path FILES = Path.of("src/test/resources/certificates");
  static final String PASSWORD = "of-a-test-0nly!";

  @TempDir private Path folder;

  private static SigningCertificate read(Path file, String password) {
    return new CertificateFile(
            "the-key", file.toString(), () -> CertificatePassword.ofVariable(password))
        .read();
  }

  private static SigningCertificate read(String name) {
    return read(FILES.resolve(name), PASSWORD);
  }

  /** The subjects that the library would get, and whether it gets the key of the first. */
  private static List<String> subjects(SigningCertificate certificate, boolean chain) {
    try {
      byte[] pem = certificate.pem(chain);
      List<String> subjects = new ArrayList<>();
      String text = new String(pem, StandardCharsets.US_ASCII);
      assertThat(text).startsWith("-----BEGIN PRIVATE KEY-----\n").doesNotContain("ENCRYPTED");
      for (PemBlock block : PemBlock.all(text)) {
        if (block.label.equals("CERTIFICATE")) {
          subjects.add(
              ((X509Certificate)
                      CertificateFactory.getInstance("X.509")
                          .generateCertificate(new ByteArrayInputStream(block.bytes)))
                  .getSubjectX500Principal()
                  .getName());
        }
      }
      return subjects;
    } catch (CertificateException | CertificateProblem e) {
      throw new IllegalStateException(e);
    }
  }

  private static String failure(Path file, String password) {
    try {
      read(file, password);
    } catch (WrongSettingException failure) {
      return failure.getMessage();
    }
    throw new AssertionError(file + " can be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key-first.pem",
        "certificate-first.pem",
        "pkcs1.pem",
        "chain-in-any-order.pem",
        "bag-attributes.pem",
        "trusted.pem",
        "pkcs7.pem",
        "old-and-new.pem",
        "encrypted-aes256.pem",
        "encrypted-aes192-sha512.pem",
        "encrypted-aes128-sha1.pem",
        "encrypted-3des.pem",
        "encrypted-pbes1-sha1-3des.pem",
        "encrypted-pbes1-md5-des.pem",
        "modern.pfx",
        "legacy.pfx",
        "sha1-3des.pfx",
        "sha512.pfx",
        "empty-password.pfx",
        "without-mac.pfx",
        "several.pfx",
        "base64-of-pfx.txt",
      })
  void the_certificate_is_found_with_its_key(String name) {
    assertThat(subjects(read(name), false)).containsExactly("CN=app");
    assertThat(read(name).outsideOfItsDates(Instant.now())).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"key-first.pem", "pkcs1.pem", "empty-password.pfx", "base64-of-pfx.txt"})
  void no_password_is_needed_for_what_is_not_encrypted(String name) {
    assertThat(subjects(read(FILES.resolve(name), null), false)).containsExactly("CN=app");
  }

  @ParameterizedTest
  @CsvSource({
    "chain-in-any-order.pem, CN=app|CN=issuing|CN=root",
    "bag-attributes.pem, CN=app|CN=issuing|CN=root",
    "modern.pfx, CN=app|CN=issuing|CN=root",
    "pkcs7.pem, CN=app|CN=issuing",
    "key-first.pem, CN=app",
  })
  void the_chain_begins_with_the_certificate_and_has_no_stranger(String name, String chain) {
    assertThat(String.join("|", subjects(read(name), true)))
        .isEqualTo(chain.replaceAll("=(issuing|root)", "=$1,O=Contoso Tests"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"crlf", "bom", "utf-16", "text", "one line", "escaped", "no last line"})
  void it_does_not_matter_how_a_pem_file_was_written(String how) throws IOException {
    String pem = Files.readString(FILES.resolve("chain-in-any-order.pem"));
    String written;
    Charset charset = StandardCharsets.UTF_8;
    switch (how) {
      case "crlf" -> written = pem.replace("\n", "\r\n");
      case "bom" -> written = "\uFEFF" + pem;
      case "utf-16" -> {
        written = "\uFEFF" + pem.replace("\n", "\r\n");
        charset = StandardCharsets.UTF_16LE;
      }
      case "text" ->
          written =
              "# of the team: see §5\n\n" + pem.replace("-----BEGIN", "  \n note: x\n-----BEGIN");
      case "one line" -> written = pem.replace("\n", "");
      case "escaped" -> written = pem.replace("\n", "\\n");
      default -> written = pem.stripTrailing();
    }
    Path file = Files.write(folder.resolve("app.pem"), written.getBytes(charset));
    assertThat(subjects(read(file, null), true)).hasSize(3).startsWith("CN=app");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "encrypted-scrypt.pem | its private key is encrypted in a way that this agent cannot read (the key derivation 1.3.6.1.4.1.11591.4.11). Set the-key to the file that the command makes. What to type: (openssl pkey -in FILE && openssl x509 -in FILE) > certificate.pem",
        "encrypted-pkcs1.pem | its private key is encrypted in an old form of OpenSSL that Java cannot read. Set the-key to the file that the command makes. What to type: (openssl pkey -in FILE && openssl x509 -in FILE) > certificate.pem",
        "curve.pem | its private key is an elliptic curve key (EC). Entra ID accepts RSA keys only: make another certificate",
        "curve.pem | What to type: openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=app -days 365 -keyout key.pem -out cert.pem && cat key.pem cert.pem > certificate.pem && az ad app credential reset --id <client id> --append --cert ",
        "curve-sec1.pem | its private key is an elliptic curve key (EC). Entra ID accepts RSA keys only: make another certificate",
        "curve.pfx | its private key is an elliptic curve key (EC). Entra ID accepts RSA keys only: make another certificate",
        "small.pem | its RSA key has 1024 bits; Entra ID needs 2048 or more",
        "certificate-only.pem | it has a certificate, but no private key that can be read: put both into one file. Set the-key to the file that the command makes. What to type: cat key.pem FILE > certificate.pem",
        "without-key.pfx | it has no private key, or Java cannot read it, as it is not encrypted. Set the-key to the file that the command makes. What to type: openssl pkcs12 -in FILE -nodes -out certificate.pem",
        "unencrypted.pfx | it has no private key, or Java cannot read it, as it is not encrypted. Set the-key to the file that the command makes. What to type: openssl pkcs12 -in FILE -nodes -out certificate.pem",
        "certificate.der | it is a certificate in DER, without a private key: put both into one PEM file. Set the-key to the file that the command makes. What to type: (openssl x509 -inform DER -in FILE && cat key.pem) > certificate.pem",
        "key.der | it is a private key in DER, without a certificate: put both into one PEM file",
        "key-only.pem | it has a private key, but no certificate: put both into one file. Set the-key to the file that the command makes. What to type: cat FILE cert.pem > certificate.pem",
        "request.pem | it has a private key, but no certificate (but CERTIFICATE REQUEST): put both into one file",
        "of-another-key.pem | none of its certificates belongs to its private key",
        "store.jks | it is a Java key store (JKS). Set the-key to the file that the command makes. What to type: keytool -importkeystore -srckeystore FILE",
        "make | it is not a PEM or PFX file",
        "missing.pem | this file does not exist",
        ". | this is a directory",
      })
  void what_cannot_be_used_is_told_with_what_is_in_the_file_and_what_to_type(
      String name, String words) {
    Path file = FILES.resolve(name);
    assertThat(failure(file, PASSWORD))
        .startsWith("the-key names the file " + file + ", and ")
        .contains(words.replace("FILE", file.toString()))
        .doesNotContain(PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "encrypted-aes256.pem",
        "encrypted-3des.pem",
        "encrypted-pbes1-sha1-3des.pem",
        "encrypted-pbes1-md5-des.pem",
        "modern.pfx",
        "legacy.pfx"
      })
  void a_wrong_or_missing_password_is_told_and_never_shown(String name) {
    Path file = FILES.resolve(name);
    assertThat(failure(file, "wr0ng-password"))
        .contains("the password in AZURE_CLIENT_CERTIFICATE_PASSWORD does not open it")
        .doesNotContain("wr0ng-password");
    assertThat(failure(file, PASSWORD + "\n"))
        .contains("begins or ends with a blank or a line break")
        .doesNotContain(PASSWORD);
    assertThat(failure(file, null)).contains("it is encrypted, and no password is set");
  }

  @Test
  void an_expired_or_early_certificate_is_told_with_its_dates() {
    Instant now = Instant.parse("2026-11-30T07:00:00Z");
    assertThat(read("expired.pem").outsideOfItsDates(now))
        .isEqualTo(
            "the certificate CN=expired has expired: it ended on 2021-01-01 00:00 UTC, and this"
                + " machine's clock says 2026-11-30 07:00 UTC");
    assertThat(read("future.pem").outsideOfItsDates(now))
        .isEqualTo(
            "the certificate CN=future is not valid yet: it begins on 2100-01-01 00:00 UTC, and this"
                + " machine's clock says 2026-11-30 07:00 UTC");
  }

  @Test
  void each_part_of_a_file_that_is_being_written_is_no_certificate() throws IOException {
    byte[] pem = Files.readAllBytes(FILES.resolve("certificate-first.pem"));
    byte[] pfx = Files.readAllBytes(FILES.resolve("modern.pfx"));
    for (int part = 0; part < 8; part++) {
      assertThat(failure(old(pem, pem.length * part / 8), PASSWORD)).startsWith("the-key names");
      assertThat(failure(old(pfx, pfx.length * part / 8), PASSWORD)).startsWith("the-key names");
    }
  }

  /** A file that was changed long ago. */
  private Path old(byte[] content, int length) throws IOException {
    Path file = folder.resolve("app");
    Files.write(file, Arrays.copyOf(content, length));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    return file;
  }

  @Test
  void a_file_that_is_half_written_is_read_again_at_once() throws IOException {
    byte[] pem = Files.readAllBytes(FILES.resolve("key-first.pem"));
    Path file = Files.write(folder.resolve("app.pem"), Arrays.copyOf(pem, 900));
    AtomicInteger reads = new AtomicInteger();
    SigningCertificate read =
        new CertificateFile(
                "the-key",
                file.toString(),
                () -> {
                  if (reads.incrementAndGet() == 2) {
                    write(file, pem);
                  }
                  return CertificatePassword.ofVariable(null);
                })
            .read();
    assertThat(subjects(read, false)).containsExactly("CN=app");
    assertThat(reads).hasValue(3);
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_file_without_permission_is_told() throws IOException {
    Path file = Files.copy(FILES.resolve("key-first.pem"), folder.resolve("app.pem"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeThat(Files.isReadable(file)).as("root reads all files").isFalse();
    assertThat(failure(file, null)).contains("this process must not read it");
  }

  @Test
  void kubernetes_replaces_a_mounted_secret_by_a_link() throws IOException {
    Files.createDirectory(folder.resolve("..1"));
    Files.createDirectory(folder.resolve("..2"));
    Files.copy(FILES.resolve("expired.pem"), folder.resolve("..1/tls.pem"));
    Files.copy(FILES.resolve("key-first.pem"), folder.resolve("..2/tls.pem"));
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    Path file = Files.createSymbolicLink(folder.resolve("tls.pem"), Path.of("..data/tls.pem"));
    assertThat(subjects(read(file, null), false)).containsExactly("CN=expired");
    Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    assertThat(subjects(read(file, null), false)).containsExactly("CN=app");
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "'\n', ''", "'\r\n', ''", "'', '\uFEFF'"})
  void a_password_file_may_end_in_one_line_break(String after, String before) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), before + PASSWORD + after);
    assertThat(CertificatePassword.ofFile(file.toString()).characters())
        .isEqualTo(PASSWORD.toCharArray());
    Files.writeString(file, " two\n\n");
    assertThat(CertificatePassword.ofFile(file.toString()).characters())
        .isEqualTo(" two\n".toCharArray());
  }

  @Test
  void a_password_file_that_cannot_be_used_is_told() throws IOException {
    Path empty = Files.writeString(folder.resolve("password"), "\n");
    assertThatThrownBy(() -> CertificatePassword.ofFile(empty.toString()))
        .hasMessage(
            "certificate-password-file names the file "
                + empty
                + ", and this file has no password");
    assertThatThrownBy(() -> CertificatePassword.ofFile("/no/such/file"))
        .hasMessageEndingWith("and this file does not exist");
    assertThatThrownBy(() -> CertificatePassword.ofFile(folder.toString()))
        .hasMessageEndingWith("and this is a directory");
  }
}
