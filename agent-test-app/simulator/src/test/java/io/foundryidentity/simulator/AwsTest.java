package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** AWS: the keys of a machine or a container, and the token that STS gives for them. */
final class AwsTest {
  private static final String EXCHANGE = "api://AzureADTokenExchange";
  private static final String CLIENT = "a9c00000-0000-4000-8000-000000000001";
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

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

  @AfterEach
  void recover() {
    aws().role(true);
    aws().federation(true);
    aws().permission(true);
  }

  @Test
  void an_instances_keys_get_a_token_that_signs_in() throws Exception {
    simulator
        .identity()
        .directory()
        .register(CLIENT)
        .trusts(aws().issuer(), aws().roleArn(), EXCHANGE);
    HttpResponse<String> answer = sts(keys(), aws().region(), Instant.now(), "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String token = element(answer.body(), "WebIdentityToken");
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getSubject()).isEqualTo(aws().roleArn());
    assertThat(Instant.parse(element(answer.body(), "Expiration"))).isAfter(Instant.now());
    assertThat(TokenForm.of(simulator, CLIENT).assertion(token).token()).isNotEmpty();
  }

  @Test
  void the_metadata_service_answers_version_2_only() throws Exception {
    assertThat(client.get(imds(ROLES)).statusCode()).isEqualTo(401);
    assertThat(client.get(imds(ROLES), "X-aws-ec2-metadata-token", "x").statusCode())
        .isEqualTo(401);
    HttpRequest.Builder without =
        HttpRequest.newBuilder(imds("/latest/api/token")).PUT(BodyPublishers.noBody());
    assertThat(client.send(without).statusCode()).isEqualTo(400);
    assertThat(client.get(imds("/latest/api/token")).statusCode()).isEqualTo(403);
    assertThat(get("/latest/meta-data/placement/region").body()).isEqualTo(aws().region());
  }

  @Test
  void a_machine_without_a_role_has_no_keys() throws Exception {
    aws().role(false);
    assertThat(get(ROLES).statusCode()).isEqualTo(404);
  }

  @Test
  void a_container_gets_keys_at_its_path_and_a_pod_for_its_token() throws Exception {
    HttpResponse<String> task = client.get(imds(simulator.identity().awsContainerPath()));
    assertThat(new JsonObject(task.body()).getString("RoleArn")).isEqualTo(aws().roleArn());
    URI pod =
        URI.create(
            simulator.identity().environmentOfEksPod().get("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
    assertThat(client.get(pod).statusCode()).isEqualTo(401);
    HttpResponse<String> answer =
        client.get(pod, "Authorization", simulator.identity().awsPodToken());
    assertThat(new JsonObject(answer.body()).getString("AccessKeyId")).startsWith("ASIA");
  }

  @Test
  void a_signature_of_another_key_is_refused() throws Exception {
    JsonObject keys = keys().put("SecretAccessKey", "another");
    refused(sts(keys, aws().region(), Instant.now(), ""), 403, "SignatureDoesNotMatch");
  }

  @Test
  void a_signature_for_another_body_is_refused() throws Exception {
    refused(
        sts(keys(), aws().region(), Instant.now(), "&Tags.member.1.Key=a"),
        403,
        "SignatureDoesNotMatch");
  }

  @Test
  void a_signature_of_another_time_or_region_is_refused() throws Exception {
    refused(
        sts(keys(), aws().region(), Instant.now().minusSeconds(600), ""),
        403,
        "SignatureDoesNotMatch");
    refused(sts(keys(), "us-east-1", Instant.now(), ""), 403, "SignatureDoesNotMatch");
  }

  @Test
  void keys_that_aws_did_not_give_and_expired_ones_are_refused() throws Exception {
    JsonObject unknown = keys().put("AccessKeyId", "ASIA0000000000000000");
    refused(sts(unknown, aws().region(), Instant.now(), ""), 403, "InvalidClientTokenId");
    JsonObject withoutSession = keys().put("Token", "another");
    refused(sts(withoutSession, aws().region(), Instant.now(), ""), 403, "InvalidClientTokenId");
    JsonObject ended = keys();
    aws().endKeys();
    refused(sts(ended, aws().region(), Instant.now(), ""), 403, "ExpiredToken");
  }

  @Test
  void an_unsigned_request_is_refused() throws Exception {
    refused(client.post(stsUrl(), "Action=GetWebIdentityToken"), 403, "MissingAuthenticationToken");
  }

  @Test
  void the_account_has_to_enable_federation_and_the_role_to_be_permitted() throws Exception {
    aws().federation(false);
    refused(
        sts(keys(), aws().region(), Instant.now(), ""),
        403,
        "OutboundWebIdentityFederationDisabled");
    aws().permission(false);
    refused(sts(keys(), aws().region(), Instant.now(), ""), 403, "AccessDenied");
  }

  private static AwsAccount aws() {
    return simulator.identity().aws();
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(element(answer.body(), "Code")).isEqualTo(code);
  }

  private static JsonObject keys() throws Exception {
    String role = get(ROLES).body();
    JsonObject keys = new JsonObject(get(ROLES + role).body());
    assertThat(keys.getString("Code")).isEqualTo("Success");
    return keys;
  }

  private static HttpResponse<String> get(String path) throws Exception {
    HttpRequest.Builder put =
        HttpRequest.newBuilder(imds("/latest/api/token")).PUT(BodyPublishers.noBody());
    String token = client.send(put, "X-aws-ec2-metadata-token-ttl-seconds", "60").body();
    return client.get(imds(path), "X-aws-ec2-metadata-token", token);
  }

  private static URI imds(String path) {
    String base =
        simulator.identity().environment(IdentityKind.AWS).get("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    return URI.create(base + path);
  }

  private static URI stsUrl() {
    return URI.create(
        simulator.identity().environment(IdentityKind.AWS).get("AWS_ENDPOINT_URL_STS") + "/");
  }

  /**
   * @param unsigned what is sent behind the form that was signed
   */
  private static HttpResponse<String> sts(
      JsonObject keys, String region, Instant time, String unsigned) throws Exception {
    String form =
        "Action=GetWebIdentityToken&Version=2011-06-15&SigningAlgorithm=RS256&Audience.member.1="
            + URLEncoder.encode(EXCHANGE, StandardCharsets.UTF_8);
    String date =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).format(time);
    String session = keys.getString("Token");
    String names = "host;x-amz-date;x-amz-security-token";
    String canonical =
        "POST\n/\n\nhost:"
            + stsUrl().getAuthority()
            + "\nx-amz-date:"
            + date
            + "\nx-amz-security-token:"
            + session
            + "\n\n"
            + names
            + "\n"
            + sha256(form);
    String scope = date.substring(0, 8) + "/" + region + "/sts/aws4_request";
    String text = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + sha256(canonical);
    byte[] key = ("AWS4" + keys.getString("SecretAccessKey")).getBytes(StandardCharsets.UTF_8);
    key = mac(mac(mac(mac(key, date.substring(0, 8)), region), "sts"), "aws4_request");
    String authorization =
        "AWS4-HMAC-SHA256 Credential="
            + keys.getString("AccessKeyId")
            + "/"
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + HexFormat.of().formatHex(mac(key, text));
    return client.post(
        stsUrl(),
        form + unsigned,
        "x-amz-date",
        date,
        "x-amz-security-token",
        session,
        "Authorization",
        authorization);
  }

  private static String sha256(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] mac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String element(String xml, String name) {
    int start = xml.indexOf("<" + name + ">") + name.length() + 2;
    return xml.substring(start, xml.indexOf("</" + name + ">"));
  }
}
