package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.identity.CredentialUnavailableException;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AwsAssertionTest {

  private static final String AUDIENCE = "api://AzureADTokenExchange";

  private final PlayedAws played = new PlayedAws();
  private final AssertionEndpoint aws = new AssertionEndpoint(played);

  @AfterEach
  void stop() {
    aws.close();
  }

  /** Nothing but the address of STS, and no metadata service. */
  private Map<String, String> anywhere() {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_ENDPOINT_URL_STS", aws.url());
    variables.put("AWS_EC2_METADATA_DISABLED", "true");
    return variables;
  }

  private Map<String, String> lambda() {
    Map<String, String> variables = anywhere();
    variables.put("AWS_REGION", "us-east-2");
    variables.put("AWS_ACCESS_KEY_ID", "ASIAK1GY6L0FQ2US");
    variables.put("AWS_SECRET_ACCESS_KEY", PlayedAws.SECRET);
    variables.put("AWS_SESSION_TOKEN", "FwoGZXIvYXdzEJr9q7Vw2Kc5nXb8LzTd0123456789");
    return variables;
  }

  private Map<String, String> instance() {
    Map<String, String> variables = anywhere();
    variables.remove("AWS_EC2_METADATA_DISABLED");
    variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.url() + "/");
    return variables;
  }

  private Map<String, String> pod(Path folder) throws IOException {
    Path token = Files.writeString(folder.resolve("eks-pod-identity-token"), PlayedAws.POD_TOKEN);
    Map<String, String> variables = anywhere();
    variables.put("AWS_REGION", "eu-west-1");
    variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", aws.url() + "/v1/credentials");
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.toString());
    return variables;
  }

  private static String assertion(Map<String, String> variables) {
    return assertion(variables, Clock.system());
  }

  private static String assertion(Map<String, String> variables, Clock clock) {
    return new AwsAssertion(
            AssertionEndpoint.variables(variables), AUDIENCE, AssertionEndpoint.exchange(), clock)
        .assertion();
  }

  private AssertionEndpoint.Received sts() {
    List<AssertionEndpoint.Received> asked =
        aws.requests.stream().filter(r -> r.method().equals("POST")).toList();
    assertThat(asked).hasSize(1);
    return asked.get(0);
  }

  @Test
  void the_keys_in_the_environment_sign_the_request() {
    assertThat(assertion(lambda())).startsWith("eyJ");
    assertThat(aws.requests).hasSize(1);
    assertThat(sts().header("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=ASIAK1GY6L0FQ2US/")
        .contains("/us-east-2/sts/aws4_request, ")
        .contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, ");
    assertThat(sts().header("X-amz-security-token"))
        .isEqualTo("FwoGZXIvYXdzEJr9q7Vw2Kc5nXb8LzTd0123456789");
    assertThat(PlayedAws.form(sts().body()))
        .containsEntry("Audience.member.1", AUDIENCE)
        .containsEntry("SigningAlgorithm", "RS256")
        .containsEntry("DurationSeconds", "300");
    assertThat(sts().body()).doesNotContain(PlayedAws.SECRET);
  }

  @Test
  void the_keys_of_a_user_have_no_session() {
    Map<String, String> variables = lambda();
    variables.remove("AWS_SESSION_TOKEN");
    assertThat(assertion(variables)).startsWith("eyJ");
    assertThat(sts().header("X-amz-security-token")).isEmpty();
  }

  @Test
  void a_line_break_behind_a_variable_does_not_matter() {
    Map<String, String> variables = lambda();
    variables.replaceAll((name, value) -> value + "\n");
    assertThat(assertion(variables)).startsWith("eyJ");
  }

  @Test
  void an_instance_is_asked_in_version_2_for_keys_and_region() {
    assertThat(assertion(instance())).startsWith("eyJ");
    assertThat(sts().header("Authorization"))
        .contains("Credential=ASIAV9PJ3M5TR8HD/")
        .contains("/eu-central-1/sts/");
    assertThat(aws.requests)
        .filteredOn(r -> r.method().equals("GET"))
        .hasSize(3)
        .allSatisfy(
            r ->
                assertThat(r.header("X-aws-ec2-metadata-token"))
                    .isEqualTo(PlayedAws.METADATA_TOKEN));
  }

  @Test
  void a_pods_endpoint_gets_the_token_of_its_file(@TempDir Path folder) throws IOException {
    assertThat(assertion(pod(folder))).startsWith("eyJ");
    assertThat(sts().header("Authorization")).contains("Credential=ASIAQ7ZC4K2NW6XB/");
    assertThat(sts().header("X-amz-security-token")).isEqualTo(PlayedAws.CONTAINER_SESSION);
  }

  @Test
  void a_containers_token_can_be_in_a_variable_too(@TempDir Path folder) throws IOException {
    Map<String, String> variables = pod(folder);
    variables.remove("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", PlayedAws.POD_TOKEN);
    assertThat(assertion(variables)).startsWith("eyJ");
  }

  @Test
  void the_environment_comes_before_the_container_and_the_container_before_the_instance(
      @TempDir Path folder) throws IOException {
    Map<String, String> all = instance();
    all.putAll(pod(folder));
    all.remove("AWS_EC2_METADATA_DISABLED");
    assertion(all);
    assertThat(sts().header("Authorization")).contains("Credential=ASIAQ7ZC4K2NW6XB/");
    aws.requests.clear();
    all.putAll(lambda());
    assertion(all);
    assertThat(sts().header("Authorization")).contains("Credential=ASIAK1GY6L0FQ2US/");
    assertThat(aws.requests).hasSize(1);
  }

  @Test
  void the_path_of_an_ecs_task_is_at_its_own_address() {
    AwsContainer container =
        new AwsContainer(
            AssertionEndpoint.variables(
                Map.of(
                    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                    "/v2/credentials/0a1b",
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                    "http://127.0.0.1:1/other")),
            AssertionEndpoint.exchange());
    assertThat(container.url()).hasToString("http://169.254.170.2/v2/credentials/0a1b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@evil.example/x", ":80@evil.example", ".evil.example/x", "x", "\\x"})
  void such_a_path_cannot_change_the_host(String path) {
    AwsContainer container =
        new AwsContainer(
            AssertionEndpoint.variables(Map.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", path)),
            AssertionEndpoint.exchange());
    assertThatThrownBy(container::url)
        .isInstanceOf(WrongSettingException.class)
        .hasMessageContaining("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_CONTAINER_CREDENTIALS_FULL_URI, http://evil.example/v1/credentials",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI, http://10.0.0.1/v1/credentials",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI, http://user@127.0.0.1/v1/credentials",
    "AWS_ENDPOINT_URL_STS,               http://sts.us-east-1.amazonaws.com",
    "AWS_ENDPOINT_URL_STS,               http://169.254.169.254",
    "AWS_ENDPOINT_URL_STS,               https://proxy.example/sts",
    "AWS_ENDPOINT_URL_STS,               https://proxy.example?x=",
    "AWS_ENDPOINT_URL,                   http://localstack:4566",
  })
  void keys_go_over_https_or_stay_on_this_machine(
      String variable, String value, @TempDir Path folder) throws IOException {
    Map<String, String> variables = pod(folder);
    variables.remove("AWS_ENDPOINT_URL_STS");
    variables.put(variable, value);
    Throwable failure = catchThrowable(() -> assertion(variables));
    assertThat(failure).isInstanceOf(WrongSettingException.class).hasMessageContaining(variable);
    assertThat(AssertionEndpoint.shown(failure)).doesNotContain(PlayedAws.POD_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "http://10.0.0.1", "ftp://127.0.0.1", "x"})
  void instance_metadata_is_only_on_this_machine_too(String endpoint) {
    Map<String, String> variables = instance();
    variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint);
    assertThatThrownBy(() -> assertion(variables))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageContaining("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  }

  @Test
  void without_any_keys_it_says_what_was_looked_for() {
    assertThatThrownBy(() -> assertion(anywhere()))
        .isInstanceOf(NotConfiguredException.class)
        .hasMessage(
            "assertion=aws works only with AWS credentials: AWS_ACCESS_KEY_ID and"
                + " AWS_CONTAINER_CREDENTIALS_FULL_URI are not set, and AWS_EC2_METADATA_DISABLED is"
                + " true");
    for (int status : new int[] {200, 302, 403, 404}) {
      for (String body : new String[] {"something else", "<html>page</html>", ""}) {
        aws.behave(request -> AssertionEndpoint.text(status, body));
        assertThatThrownBy(() -> assertion(instance()))
            .isInstanceOf(CredentialUnavailableException.class)
            .hasMessageContaining("what answers at 127.0.0.1 is not the instance metadata service");
      }
    }
    aws.close();
    assertThatThrownBy(() -> assertion(instance()))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessageContaining("no EC2 instance metadata answers at 127.0.0.1");
  }

  @Test
  void what_is_no_name_of_a_role_is_not_asked_for() {
    for (String name : new String[] {"../../user-data", "a b", "<html>", "", "a\nb"}) {
      aws.requests.clear();
      aws.behave(
          request ->
              request.path().endsWith("/security-credentials/")
                  ? AssertionEndpoint.text(200, name)
                  : played.answer(request));
      assertThatThrownBy(() -> assertion(instance()))
          .isInstanceOf(AssertionException.class)
          .hasMessageStartingWith("the EC2 instance metadata gave no name of a role (HTTP 200");
      assertThat(aws.requests).hasSize(2);
    }
  }

  @Test
  void an_instance_without_a_role_is_told_so() {
    played.role = false;
    assertThatThrownBy(() -> assertion(instance()))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessageContaining("no IAM role (HTTP 404")
        .hasMessageContaining("attach an instance profile");
  }

  @Test
  void a_pod_with_a_token_of_its_own_does_not_get_the_identity_of_its_instance() {
    Map<String, String> variables = instance();
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/token");
    assertThatThrownBy(() -> assertion(variables))
        .isInstanceOf(NotConfiguredException.class)
        .hasMessageContaining("assertion=file");
    assertThat(aws.requests).isEmpty();
  }

  @Test
  void half_a_pair_of_keys_is_named() {
    Map<String, String> variables = lambda();
    variables.remove("AWS_SECRET_ACCESS_KEY");
    assertThatThrownBy(() -> assertion(variables))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageStartingWith("AWS_SECRET_ACCESS_KEY is not set");
  }

  @Test
  void a_machine_without_a_region_is_told_to_set_it() {
    Map<String, String> variables = lambda();
    variables.remove("AWS_REGION");
    assertThatThrownBy(() -> assertion(variables))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageContaining("set AWS_REGION");
    variables.remove("AWS_EC2_METADATA_DISABLED");
    variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + ChildJvm.closedPort());
    assertThatThrownBy(() -> assertion(variables))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageContaining("set AWS_REGION");
    variables.put("AWS_DEFAULT_REGION", "ap-south-1");
    assertion(variables);
    assertThat(sts().header("Authorization")).contains("/ap-south-1/sts/");
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1,        https://sts.us-east-1.amazonaws.com/",
    "us-gov-west-1,    https://sts.us-gov-west-1.amazonaws.com/",
    "cn-north-1,       https://sts.cn-north-1.amazonaws.com.cn/",
    "cn-northwest-1,   https://sts.cn-northwest-1.amazonaws.com.cn/",
    "ap-southeast-7,   https://sts.ap-southeast-7.amazonaws.com/",
    "eusc-de-east-1,   https://sts.eusc-de-east-1.amazonaws.eu/",
  })
  void each_region_has_its_own_sts(String region, String url) {
    AwsInstance none =
        new AwsInstance(AssertionEndpoint.variables(Map.of()), AssertionEndpoint.exchange());
    assertThat(
            AwsRegion.of(AssertionEndpoint.variables(Map.of("AWS_REGION", region)), none).stsUrl())
        .isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example/x", "us-east-1.evil.example", "us-east-1@evil", "aws-global", "x"})
  void what_is_no_region_becomes_no_host(String region) {
    Map<String, String> variables = lambda();
    variables.put("AWS_REGION", region);
    assertThatThrownBy(() -> assertion(variables))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageStartingWith("AWS_REGION is not the name of an AWS region");
    played.region = region;
    assertThatThrownBy(() -> assertion(instance()))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageStartingWith("the region in the EC2 instance metadata is not");
    assertThat(aws.requests).noneMatch(r -> r.method().equals("POST"));
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDenied,                                  needs the permission sts:GetWebIdentityToken",
    "OutboundWebIdentityFederationDisabledException, enable-outbound-web-identity-federation",
    "OutboundWebIdentityFederationDisabled,         enable-outbound-web-identity-federation",
    "ExpiredToken,                                  the AWS session has expired",
    "InvalidClientTokenId,                          does not know the access key",
    "SignatureDoesNotMatch,                         does not belong to the access key",
    "SomethingNew,                                  '(HTTP 403, SomethingNew)'",
    "<b>x</b>,                                      '(HTTP 403, text/xml, '",
  })
  void a_refusal_is_explained_without_its_text(String code, String expected) {
    played.refusal = code;
    Throwable failure = catchThrowable(() -> assertion(instance()));
    assertThat(failure).isInstanceOf(AssertionException.class).hasMessageContaining(expected);
    assertThat(AssertionEndpoint.shown(failure))
        .doesNotContain(PlayedAws.SECRET)
        .doesNotContain(PlayedAws.INSTANCE_SESSION)
        .doesNotContain("canonical");
    sts();
  }

  @Test
  void a_clock_that_is_wrong_is_corrected_by_that_of_aws() {
    Clock ahead =
        new Clock() {
          @Override
          public long epochMillis() {
            return System.currentTimeMillis() + Duration.ofHours(7).toMillis();
          }

          @Override
          public long monotonicMillis() {
            return System.nanoTime() / 1_000_000;
          }
        };
    assertThat(assertion(lambda(), ahead)).startsWith("eyJ");
    assertThat(aws.requests).hasSize(2);
  }

  @Test
  void an_endpoint_that_refuses_the_pods_token_is_named(@TempDir Path folder) throws IOException {
    Map<String, String> variables = pod(folder);
    Files.writeString(folder.resolve("eks-pod-identity-token"), "Zm9yLW90aGVyLXBvZC04Nzk2NTQz");
    Throwable failure = catchThrowable(() -> assertion(variables));
    assertThat(failure)
        .isInstanceOf(AssertionException.class)
        .hasMessageStartingWith(
            "the endpoint of this container gave no AWS keys (AccessDenied; HTTP 403,");
    assertThat(AssertionEndpoint.shown(failure)).doesNotContain("Zm9yLW90aGVyLXBvZC04Nzk2NTQz");
  }

  @Test
  void keys_that_are_cut_off_or_no_keys_are_not_shown(@TempDir Path folder) throws IOException {
    Map<String, String> variables = pod(folder);
    String cut = "{\"AccessKeyId\":\"ASIACUT\",\"SecretAccessKey\":\"" + PlayedAws.SECRET;
    for (String body : new String[] {cut, "<html>" + PlayedAws.SECRET, "", "[]"}) {
      aws.behave(request -> AssertionEndpoint.json(200, body));
      Throwable failure = catchThrowable(() -> assertion(variables));
      assertThat(failure).isInstanceOf(AssertionException.class);
      assertThat(AssertionEndpoint.shown(failure))
          .contains("gave no AWS keys (HTTP 200, application/json, ")
          .doesNotContain(PlayedAws.SECRET);
    }
  }

  @Test
  void a_missing_token_file_is_named(@TempDir Path folder) throws IOException {
    Map<String, String> variables = pod(folder);
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", folder.resolve("no").toString());
    assertThatThrownBy(() -> assertion(variables))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageContaining("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names the file ");
    Files.writeString(folder.resolve("no"), "x".repeat(70_000));
    assertThatThrownBy(() -> assertion(variables))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void no_key_is_followed_to_where_an_answer_sends_it(@TempDir Path folder) throws IOException {
    try (AssertionEndpoint elsewhere = new AssertionEndpoint(new PlayedAws())) {
      aws.headers.put("Location", elsewhere.url() + "/v1/credentials");
      for (Map<String, String> variables : List.of(pod(folder), instance(), lambda())) {
        aws.behave(request -> AssertionEndpoint.text(307, ""));
        assertThat(catchThrowable(() -> assertion(variables))).isNotNull();
      }
      assertThat(elsewhere.requests).isEmpty();
    }
  }

  @Test
  void all_keys_are_known_secrets(@TempDir Path folder) throws IOException {
    assertion(instance());
    assertion(pod(folder));
    assertion(lambda());
    for (String secret :
        new String[] {
          PlayedAws.SECRET,
          PlayedAws.INSTANCE_SESSION,
          PlayedAws.CONTAINER_SESSION,
          PlayedAws.METADATA_TOKEN,
          "cG9kLXE3djJaazlMMHhQYlQ0bU45dw",
          "FwoGZXIvYXdzEJr9q7Vw2Kc5nXb8LzTd0123456789"
        }) {
      assertThat(SafeText.line("x " + secret.substring(1, 20) + " y"))
          .doesNotContain(secret.substring(2, 19));
    }
  }
}
