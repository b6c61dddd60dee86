package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.simulator.EndpointBehaviour;
import io.foundryidentity.simulator.IdentityEndpoints;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signs in with certificates at an authority that checks each signature. */
@Tag("long")
class CertificateSignInTest {

  private static final String PASSWORD = "a password of its own";

  private static Simulator simulator;
  private static IdentityEndpoints identity;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
    identity = simulator.identity();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void recover() {
    identity.recover();
    identity.clear();
  }

  private static ChildJvm jvm() {
    return new ChildJvm()
        .with(identity.environment(IdentityKind.CLIENT_CERTIFICATE))
        .flags(simulator.certificates().trustProperties());
  }

  /** The certificate that the authority knows, in a file of its own. */
  private Path certificate() throws IOException {
    Path known =
        Path.of(
            identity
                .environment(IdentityKind.CLIENT_CERTIFICATE)
                .get("AZURE_CLIENT_CERTIFICATE_PATH"));
    return Files.copy(known, folder.resolve("app.pem"), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path stranger() throws IOException {
    return Files.copy(
        CertificateFileTest.FILES.resolve("key-first.pem"),
        folder.resolve("stranger.pem"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String header(ReceivedRequest request) {
    for (String pair : request.bodyText().split("&", -1)) {
      if (pair.startsWith("client_assertion=")) {
        String jwt =
            URLDecoder.decode(pair.substring("client_assertion=".length()), StandardCharsets.UTF_8);
        return new String(
            Base64.getUrlDecoder().decode(jwt.substring(0, jwt.indexOf('.'))),
            StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError("no assertion");
  }

  @Test
  void a_certificate_signs_in_for_one_rule_without_azures_variable() throws Exception {
    assertThat(
            jvm()
                .with("AZURE_CLIENT_CERTIFICATE_PATH", "/of/another/program.pem")
                .run("credential=certificate", "certificate-file=" + certificate())
                .result())
        .startsWith("token ");
    // By their names: the thumbprint is random text
    assertThat(Json.object(header(identity.requests().get(0))).keySet())
        .doesNotContain("x5c")
        .anyMatch(name -> name.startsWith("x5t"));
  }

  @Test
  void the_chain_is_sent_where_it_is_asked_for_leaf_first() throws Exception {
    Path file = certificate();
    List<PemBlock> own = PemBlock.all(Files.readString(file));
    String authority = Files.readString(simulator.certificates().caPem());
    // The issuer stands before the certificate
    Files.writeString(file, authority + Files.readString(file));
    String chain =
        "\"x5c\":[\""
            + Base64.getEncoder().encodeToString(own.get(1).bytes)
            + "\",\""
            + Base64.getEncoder().encodeToString(PemBlock.all(authority).get(0).bytes)
            + "\"]";
    assertThat(
            jvm()
                .run(
                    "credential=certificate",
                    "send-certificate-chain=true",
                    "certificate-file=" + file)
                .result())
        .startsWith("token ");
    assertThat(header(identity.requests().get(0)).replace("\\/", "/")).contains(chain);
    identity.clear();
    assertThat(
            jvm()
                .with("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", "true")
                .with("AZURE_CLIENT_CERTIFICATE_PATH", file.toString())
                .run("credential=environment")
                .result())
        .startsWith("token ");
    assertThat(header(identity.requests().get(0)).replace("\\/", "/")).contains(chain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "variable"})
  void a_pfx_file_opens_with_its_password(String from) throws Exception {
    Path file = pfx();
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    ChildJvm.Output output =
        from.equals("file")
            ? jvm()
                .with("AZURE_CLIENT_CERTIFICATE_PASSWORD", "of another file")
                .run(
                    "credential=certificate",
                    "certificate-file=" + file,
                    "certificate-password-file=" + password)
            : jvm()
                .with("AZURE_CLIENT_CERTIFICATE_PATH", file.toString())
                .with("AZURE_CLIENT_CERTIFICATE_PASSWORD", PASSWORD)
                .run("credential=environment");
    assertThat(output.result()).startsWith("token ");
    assertThat(output.text()).doesNotContain(PASSWORD);
  }

  private Path pfx() throws Exception {
    List<PemBlock> blocks = PemBlock.all(Files.readString(certificate()));
    PrivateKey key =
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(blocks.get(0).bytes));
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(blocks.get(1).bytes));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("app", key, PASSWORD.toCharArray(), new Certificate[] {certificate});
    Path file = folder.resolve("app.pfx");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  @Test
  void each_token_reads_the_file_anew() throws Exception {
    Path renewed = certificate();
    Path file = stranger();
    List<String> results =
        jvm()
            .run(
                "credential=certificate",
                "certificate-file=" + file,
                "calls=2",
                "then-move=" + renewed + ">" + file)
            .results();
    assertThat(results.get(0)).startsWith("failure HTTP 401: AADSTS700027");
    assertThat(results.get(1)).startsWith("token ");
  }

  @Test
  void a_certificate_that_is_renewed_while_the_old_one_is_refused_is_used_at_once()
      throws Exception {
    Path renewed = certificate();
    Path file = stranger();
    EndpointBehaviour entra = identity.at(IdentityKind.CLIENT_CERTIFICATE);
    entra.atNextRequest(() -> move(renewed, file));
    assertThat(jvm().run("credential=certificate", "certificate-file=" + file).results())
        .singleElement()
        .asString()
        .startsWith("token ");
    assertThat(identity.requests()).hasSize(2);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_refused_certificate_is_not_tried_twice() throws Exception {
    assertThat(jvm().run("credential=certificate", "certificate-file=" + stranger()).result())
        .startsWith("failure HTTP 401: AADSTS700027");
    assertThat(identity.requests()).hasSize(1);
  }

  @Test
  void an_expired_certificate_that_is_refused_is_told_with_its_dates() throws Exception {
    Path expired = CertificateFileTest.FILES.resolve("expired.pem").toAbsolutePath();
    assertThat(jvm().run("credential=certificate", "certificate-file=" + expired).result())
        .startsWith(
            "failure the certificate CN=expired has expired: it ended on 2021-01-01 00:00 UTC")
        .contains("HTTP 401: AADSTS700027");
    assertThat(
            jvm()
                .with("AZURE_CLIENT_CERTIFICATE_PATH", expired.toString())
                .run("credential=default")
                .result())
        .startsWith("failure EnvironmentCredential: the certificate CN=expired has expired");
  }

  @Test
  void a_file_that_cannot_be_used_is_told_and_entra_is_not_asked() throws Exception {
    Path curve = CertificateFileTest.FILES.resolve("curve.pem").toAbsolutePath();
    assertThat(jvm().run("credential=certificate", "certificate-file=" + curve).result())
        .startsWith("failure certificate-file names the file " + curve)
        .contains("Entra ID accepts RSA keys only");
    assertThat(
            jvm()
                .with("AZURE_CLIENT_CERTIFICATE_PATH", curve.toString())
                .run("credential=certificate", "certificate-file=" + curve)
                .result())
        .startsWith("failure AZURE_CLIENT_CERTIFICATE_PATH names the file " + curve);
    Path pfx = pfx();
    String output =
        jvm()
            .with("AZURE_CLIENT_CERTIFICATE_PASSWORD", "wr0ng one")
            .with("AZURE_CLIENT_CERTIFICATE_PATH", pfx.toString())
            .run("credential=environment")
            .text();
    assertThat(output)
        .contains("failure AZURE_CLIENT_CERTIFICATE_PATH names the file " + pfx)
        .contains("the password in AZURE_CLIENT_CERTIFICATE_PASSWORD does not open it")
        .doesNotContain("wr0ng");
    assertThat(identity.requests()).isEmpty();
  }

  @Test
  void the_key_and_the_password_are_secrets_in_every_text() throws Exception {
    Path file = pfx();
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\r\n");
    SigningCertificate read =
        new CertificateFile(
                "x", file.toString(), () -> CertificatePassword.ofFile(password.toString()))
            .read();
    String pem = new String(read.pem(true), StandardCharsets.US_ASCII);
    String key = Base64.getEncoder().encodeToString(PemBlock.all(pem).get(0).bytes);
    int middle = key.length() / 2;
    assertThat(FailureText.clean("x " + PASSWORD + " y")).isEqualTo("x *** y");
    // In brackets, which no key has: a letter beside the part could be the key's own next one
    assertThat(FailureText.clean("lost (" + key.substring(middle, middle + 12) + ") here"))
        .isEqualTo("lost (***) here");
  }
}
