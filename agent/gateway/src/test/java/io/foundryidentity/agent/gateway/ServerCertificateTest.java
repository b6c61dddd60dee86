package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files a gateway's TLS can use, and what it says of the others. */
class ServerCertificateTest {

  @TempDir private Path folder;
  private PemFiles files;

  @BeforeEach
  void write() throws IOException {
    files = PemFiles.of(TestNetwork.fresh().simulator().certificates(), "gateway.example", folder);
  }

  @Test
  void a_chain_and_a_pkcs_8_key() {
    assertUsed();
  }

  @Test
  void the_older_form_of_an_elliptic_key() throws IOException {
    Files.writeString(
        files.key,
        PemFiles.pem("EC PARAMETERS", new byte[] {6, 1, 1})
            + PemFiles.pem("EC PRIVATE KEY", PemFiles.olderForm(files.privateKey)));
    assertUsed();
  }

  @Test
  void the_older_form_of_an_rsa_key() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    byte[] pem =
        PemFiles.pem("RSA PRIVATE KEY", PemFiles.olderForm(pair.getPrivate())).getBytes("US-ASCII");

    PrivateKey parsed = PrivateKeyFile.parse(pem, pair.getPublic());

    assertThat(parsed).isEqualTo(pair.getPrivate());
    assertThat(pem).as("the bytes that were read").containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY"})
  void an_encrypted_key_is_refused_with_the_command_that_helps(String type) throws IOException {
    String text = PemFiles.pem(type, new byte[100]);
    Files.writeString(
        files.key,
        type.startsWith("ENC")
            ? text
            : text.replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\n\n"));
    assertThatThrownBy(this::load)
        .hasMessageContaining(files.key.toString())
        .hasMessageContaining("is encrypted")
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
  }

  @Test
  void a_key_of_another_certificate_is_refused() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    Files.writeString(
        files.key,
        PemFiles.pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()));
    assertThatThrownBy(this::load).hasMessageContaining("is not the one of the certificate");
  }

  @Test
  void a_key_of_another_kind_is_refused_without_its_bytes() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String pem = PemFiles.pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
    Files.writeString(files.key, pem);
    assertThatThrownBy(this::load)
        .hasMessageContaining("is not a valid EC key")
        .hasNoCause()
        .message()
        .doesNotContain(pem.substring(40, 60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nothing", "-----BEGIN PRIVATE KEY-----\nAAAA"})
  void what_is_no_key_is_refused(String content) throws IOException {
    Files.writeString(files.key, content);
    assertThatThrownBy(this::load)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(files.key.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
  void what_is_no_certificate_is_refused(String content) throws IOException {
    Files.writeString(files.certificate, content);
    assertThatThrownBy(this::load)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(files.certificate.toString())
        .hasMessageContaining("BEGIN CERTIFICATE");
  }

  @Test
  void a_file_that_does_not_exist_is_named() throws IOException {
    Files.delete(files.key);
    assertThatThrownBy(this::load).hasMessageContaining(files.key + " does not exist");
  }

  private void assertUsed() {
    assertThatCode(() -> assertThat(load().context()).isNotNull()).doesNotThrowAnyException();
  }

  private ServerCertificate load() throws IOException {
    return ServerCertificate.of(files.certificate, files.key);
  }
}
