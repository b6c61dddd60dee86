package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.GetThenWait;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code credential=certificate} with the real jar; neither key nor password is in any output. */
class CertificateIT {

  private static final String PASSWORD = "p4ss~W0RD.0f-th1s-one";

  @TempDir private Path folder;
  private Simulator simulator;
  private String key;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  /** The known certificate as a PFX file with a password. */
  private Path pfx() throws IOException, GeneralSecurityException {
    String pem =
        Files.readString(
            Path.of(
                simulator
                    .identity()
                    .environment(IdentityKind.CLIENT_CERTIFICATE)
                    .get("AZURE_CLIENT_CERTIFICATE_PATH")));
    key = body(pem, "PRIVATE KEY");
    PrivateKey parsed =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Base64.getDecoder().decode(body(pem, "CERTIFICATE"))));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("a", parsed, PASSWORD.toCharArray(), new Certificate[] {certificate});
    Path file = folder.resolve("app.pfx");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static String body(String pem, String label) {
    int begin = pem.indexOf("-----BEGIN " + label) + ("-----BEGIN " + label + "-----").length();
    return pem.substring(begin, pem.indexOf("-----END " + label)).replaceAll("\\s", "");
  }

  private String settings(Path file, Path password) {
    return "credential=certificate,client-id="
        + simulator.identity().clientId()
        + ",tenant-id="
        + simulator.identity().tenantId()
        + ",authority-host="
        + simulator.identity().authority()
        + ",send-certificate-chain=true,certificate-file="
        + file
        + ",certificate-password-file="
        + password;
  }

  private ChildJvm.Ended program(String level, String settings, String told) {
    String host = "http://127.0.0.1:" + simulator.foundry().plainPort();
    return ChildJvm.running(GetThenWait.class, host + "/openai/v1/models")
        .agent("hosts=" + host + ",token-wait=120s,log-level=" + level + "," + settings)
        .options(simulator.certificates().trustProperties())
        .runUntil(told);
  }

  private void assertClean(String output) {
    assertThat(output).doesNotContain(PASSWORD, "W0RD", "eyJ");
    for (int at = 40; at + 16 <= key.length(); at += 16) {
      assertThat(output).doesNotContain(key.substring(at, at + 16));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug", "trace"})
  void a_pfx_file_signs_in_and_nothing_of_it_is_shown(String level) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    ChildJvm.Ended ended = program(level, settings(pfx(), password), "got a token");
    assertThat(ended.out()).as(ended.err()).contains("200");
    assertThat(ended.err()).contains("certificate-file=", "got a token");
    assertClean(ended.out() + ended.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug", "trace"})
  void a_password_that_does_not_fit_is_told_and_not_shown(String level) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "x\n");
    String told = "the password in certificate-password-file does not open it";
    ChildJvm.Ended ended = program(level, settings(pfx(), password), told);
    assertThat(ended.err()).contains(told);
    assertClean(ended.out() + ended.err());
  }

  @Test
  void check_tells_what_is_in_a_file_and_what_to_type() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    pfx();
    Path only = folder.resolve("app.pem");
    Files.writeString(
        only, "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    ChildJvm.Ended ended =
        ChildJvm.running(ChildJvm.JAR)
            .arguments("check", "http://127.0.0.1:" + simulator.foundry().plainPort())
            .arguments("--agent-arguments", settings(only, password))
            .option("-Dstdout.encoding=UTF-8")
            .options(simulator.certificates().trustProperties())
            .run();
    assertThat(ended.exit()).as(ended.out() + ended.err()).isEqualTo(4);
    assertThat(ended.out())
        .contains("certificate-file='" + only + "'")
        .contains("setting-wrong: A setting of ClientCertificateCredential is wrong")
        .contains("it has a private key, but no certificate")
        .contains("cat " + only + " cert.pem > certificate.pem");
    assertClean(ended.out() + ended.err());
  }
}
