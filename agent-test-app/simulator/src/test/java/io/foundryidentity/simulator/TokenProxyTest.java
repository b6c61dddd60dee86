package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** AKS identity bindings: the pod's token goes to the token proxy, not to Entra. */
final class TokenProxyTest {
  private static Simulator simulator;
  private static Map<String, String> environment;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
    environment = simulator.identity().environment(IdentityKind.AKS_TOKEN_PROXY);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void the_webhooks_variables_lead_to_a_token_of_the_managed_identity() throws Exception {
    Path file = Path.of(environment.get("AZURE_FEDERATED_TOKEN_FILE"));
    String answer = request(sni(), Files.readString(file), tenant());
    assertThat(answer).startsWith("HTTP/1.1 200");
    String token = body(answer).getString("access_token");
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("oid"))
        .isEqualTo(simulator.identity().objectIdOf(simulator.identity().clientId()));
    assertThat(new Client(simulator).chat("Authorization", "Bearer " + token).statusCode())
        .isEqualTo(200);
  }

  @Test
  void its_certificate_is_of_an_authority_of_its_own() throws Exception {
    SSLContext others = simulator.certificates().sslContext();
    assertThatThrownBy(() -> request(others, sni(), "any", tenant()))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void it_has_another_certificate_for_each_server_name() throws Exception {
    assertThat(nameIn(sni())).contains(sni());
    assertThat(nameIn("kubernetes.default.svc")).contains("kubernetes.default.svc");
    assertThat(nameIn("unknown.example")).contains("kubernetes.default.svc");
  }

  @Test
  void without_its_server_name_the_api_server_answers() throws Exception {
    String answer =
        request("kubernetes.default.svc", simulator.identity().newBindingToken(), tenant());
    assertThat(answer).startsWith("HTTP/1.1 401");
    assertThat(body(answer).getString("kind")).isEqualTo("Status");
    assertThat(body(answer).getString("reason")).isEqualTo("Unauthorized");
  }

  @Test
  void a_token_for_entra_is_refused() throws Exception {
    String answer = request(sni(), simulator.identity().newFederatedToken(), tenant());
    assertThat(answer).startsWith("HTTP/1.1 401");
    assertThat(body(answer).getString("error_description")).contains("api://AKSIdentityBinding");
  }

  @Test
  void a_token_that_was_ended_is_refused() throws Exception {
    String token = simulator.identity().newBindingToken();
    simulator.identity().endFederatedTokens();
    assertThat(request(sni(), token, tenant())).startsWith("HTTP/1.1 401").contains("has expired");
  }

  @Test
  void a_token_of_another_cluster_is_refused() throws Exception {
    KnownIssuer other = simulator.identity().directory().issuer("https://other.example/");
    String token = other.token("system:serviceaccount:a:b", "api://AKSIdentityBinding");
    assertThat(request(sni(), token, tenant()))
        .startsWith("HTTP/1.1 401")
        .contains("not one of this cluster");
    assertThat(request(sni(), "no token", tenant())).startsWith("HTTP/1.1 401");
  }

  @Test
  void a_service_account_that_may_not_use_the_identity_is_refused() throws Exception {
    simulator.identity().tokenProxy().forbid(simulator.identity().clientId());
    try {
      assertThat(request(sni(), simulator.identity().newBindingToken(), tenant()))
          .startsWith("HTTP/1.1 403")
          .contains("is not allowed to use managed identity");
    } finally {
      simulator.identity().tokenProxy().allow(simulator.identity().clientId());
    }
  }

  @Test
  void a_tenant_that_is_not_there_is_entras_answer() throws Exception {
    assertThat(request(sni(), simulator.identity().newBindingToken(), "none"))
        .startsWith("HTTP/1.1 400")
        .contains("AADSTS90002");
  }

  @Test
  void the_bindings_token_is_refused_by_entra_itself() throws Exception {
    String refusal =
        TokenForm.of(simulator, simulator.identity().clientId())
            .assertion(simulator.identity().newBindingToken())
            .refusal();
    assertThat(refusal).contains("AADSTS700211", "https://cluster.simulator.example/");
  }

  private static String request(String serverName, String assertion, String tenant)
      throws Exception {
    return request(trustingCluster(), serverName, assertion, tenant);
  }

  private static String request(
      SSLContext context, String serverName, String assertion, String tenant) throws Exception {
    String form =
        "grant_type=client_credentials&client_id="
            + environment.get("AZURE_CLIENT_ID")
            + "&scope="
            + URLEncoder.encode("https://ai.azure.com/.default", StandardCharsets.UTF_8)
            + "&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            + "&client_assertion="
            + assertion;
    try (SSLSocket socket = connect(context, serverName)) {
      String head =
          "POST /"
              + tenant
              + "/oauth2/v2.0/token HTTP/1.1\r\nHost: kubernetes.default.svc\r\nConnection: close"
              + "\r\nContent-Length: "
              + form.length()
              + "\r\n\r\n";
      OutputStream out = socket.getOutputStream();
      out.write((head + form).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String nameIn(String serverName) throws Exception {
    try (SSLSocket socket = connect(trustingCluster(), serverName)) {
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return String.valueOf(certificate.getSubjectAlternativeNames());
    }
  }

  private static SSLSocket connect(SSLContext context, String serverName) throws IOException {
    int port = simulator.identity().tokenProxyUrl().getPort();
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(serverName)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static SSLContext trustingCluster() throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    try (var in = Files.newInputStream(Path.of(environment.get("AZURE_KUBERNETES_CA_FILE")))) {
      trust.setCertificateEntry(
          "cluster", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static JsonObject body(String answer) {
    return new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  private static String sni() {
    return environment.get("AZURE_KUBERNETES_SNI_NAME");
  }

  private static String tenant() {
    return environment.get("AZURE_TENANT_ID");
  }
}
