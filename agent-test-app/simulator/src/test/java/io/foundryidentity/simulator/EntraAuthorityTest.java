package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EntraAuthorityTest {
  private static final String SCOPE = "https://ai.azure.com/.default";

  private static Simulator simulator;
  private static Client client;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
    client = new Client(simulator);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void recover() {
    simulator.identity().recover();
  }

  @Test
  void a_client_secret_gets_a_token_that_foundry_takes() throws Exception {
    String secret = environment(IdentityKind.CLIENT_SECRET).get("AZURE_CLIENT_SECRET");
    HttpResponse<String> answer = ask(Map.of("client_secret", secret));
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject body = new JsonObject(answer.body());
    assertThat(body.getInteger("expires_in")).isBetween(3_590, 3_599);
    assertThat(body.getInteger("ext_expires_in")).isEqualTo(body.getInteger("expires_in"));
    String token = body.getString("access_token");
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly("https://ai.azure.com");
    assertThat(claims.getStringClaim("appid")).isEqualTo(simulator.identity().clientId());
    assertThat(claims.getStringClaim("tid")).isEqualTo(simulator.identity().tenantId());
    HttpResponse<String> chat = client.chat("Authorization", "Bearer " + token);
    assertThat(chat.body())
        .contains(simulator.identity().objectIdOf(simulator.identity().clientId()));
  }

  @Test
  void a_wrong_secret_is_refused_as_entra_words_it() throws Exception {
    HttpResponse<String> answer = ask(Map.of("client_secret", "wrong"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo("invalid_client");
    assertThat(answer.body()).contains("AADSTS7000215", "error_codes", "trace_id");
  }

  @Test
  void another_tenant_is_not_found() throws Exception {
    HttpResponse<String> answer = ask("other", Map.of("client_secret", "any"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("AADSTS90002");
  }

  @Test
  void a_federated_token_file_signs_in() throws Exception {
    Path file =
        Path.of(environment(IdentityKind.WORKLOAD_IDENTITY).get("AZURE_FEDERATED_TOKEN_FILE"));
    assertThat(ask(assertion(Files.readString(file))).statusCode()).isEqualTo(200);
    String bent = Files.readString(file).replaceFirst("\\.....", ".AAAA");
    HttpResponse<String> refused = ask(assertion(bent));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("AADSTS700027");
  }

  @Test
  void a_federated_token_that_was_ended_signs_in_no_more_and_a_later_one_does() throws Exception {
    String ended = simulator.identity().newFederatedToken();
    assertThat(ask(assertion(ended)).statusCode()).isEqualTo(200);
    simulator.identity().endFederatedTokens();
    assertThat(ask(assertion(ended)).statusCode()).isEqualTo(401);
    String later = simulator.identity().newFederatedToken();
    assertThat(ask(assertion(later)).statusCode()).isEqualTo(200);
  }

  @Test
  void an_assertion_of_the_certificates_key_signs_in_and_one_of_another_key_does_not()
      throws Exception {
    Path file =
        Path.of(environment(IdentityKind.CLIENT_CERTIFICATE).get("AZURE_CLIENT_CERTIFICATE_PATH"));
    String pem = Files.readString(file);
    assertThat(pem).contains("BEGIN PRIVATE KEY", "BEGIN CERTIFICATE");
    RSASSASigner signer = new RSASSASigner(key(pem));
    assertThat(ask(assertion(certificateAssertion(signer))).statusCode()).isEqualTo(200);
    RSASSASigner stranger = new RSASSASigner(new SigningKey("other").privateKey());
    assertThat(ask(assertion(certificateAssertion(stranger))).statusCode()).isEqualTo(401);
  }

  @Test
  void one_way_in_can_fail_alone() throws Exception {
    simulator.identity().at(IdentityKind.CLIENT_SECRET).failWith(503);
    assertThat(ask(Map.of("client_secret", "any")).statusCode()).isEqualTo(503);
    Path file =
        Path.of(environment(IdentityKind.WORKLOAD_IDENTITY).get("AZURE_FEDERATED_TOKEN_FILE"));
    assertThat(ask(assertion(Files.readString(file))).statusCode()).isEqualTo(200);
  }

  @Test
  void the_discovery_documents_lead_to_the_token_endpoint_and_the_keys() throws Exception {
    String authority = simulator.identity().authority().toString();
    String tenant = simulator.identity().tenantId();
    String asked =
        "common/discovery/instance?api-version=1.1&authorization_endpoint="
            + encode(authority + tenant + "/oauth2/v2.0/authorize");
    JsonObject instance = new JsonObject(client.get(URI.create(authority + asked)).body());
    assertThat(instance.getJsonArray("metadata").getJsonObject(0).getString("preferred_network"))
        .isEqualTo(simulator.identity().authority().getAuthority());
    URI configuration = URI.create(authority + tenant + "/v2.0/.well-known/openid-configuration");
    JsonObject openid = new JsonObject(client.get(configuration).body());
    assertThat(openid.getString("token_endpoint"))
        .isEqualTo(authority + tenant + "/oauth2/v2.0/token");
    assertThat(client.get(URI.create(openid.getString("jwks_uri"))).body())
        .contains("\"kty\":\"RSA\"");
  }

  private static String certificateAssertion(RSASSASigner signer) throws Exception {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(simulator.identity().clientId())
            .subject(simulator.identity().clientId())
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .build();
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.PS256), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static PrivateKey key(String pem) throws Exception {
    String one = pem.substring(0, pem.indexOf("-----BEGIN CERTIFICATE"));
    return JWK.parseFromPEMEncodedObjects(one).toRSAKey().toPrivateKey();
  }

  private static Map<String, String> environment(IdentityKind kind) {
    return simulator.identity().environment(kind);
  }

  private static Map<String, String> assertion(String value) {
    return Map.of(
        "client_assertion",
        value,
        "client_assertion_type",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  }

  private static HttpResponse<String> ask(Map<String, String> more) throws Exception {
    return ask(simulator.identity().tenantId(), more);
  }

  private static HttpResponse<String> ask(String tenant, Map<String, String> more)
      throws Exception {
    StringBuilder form =
        new StringBuilder("grant_type=client_credentials&client_id=")
            .append(simulator.identity().clientId())
            .append("&scope=")
            .append(encode(SCOPE));
    more.forEach((name, value) -> form.append('&').append(name).append('=').append(encode(value)));
    URI uri = simulator.identity().authority().resolve("/" + tenant + "/oauth2/v2.0/token");
    return client.post(uri, form.toString(), "Content-Type", "application/x-www-form-urlencoded");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
