package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.connection.ReadAnswers;
import io.foundryidentity.agent.core.token.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalDiagnosisTest {

  private static final long NOW = 1_800_000_000_000L;
  private static final String HOST = "contoso.openai.azure.com";
  private static final String MODELS = "/openai/v1/models";
  private static final String SERVICES = Claims.COGNITIVE + "/.default";
  private static final String LACKS =
      "The principal `"
          + Claims.OBJECT
          + "` lacks the required data action"
          + " `Microsoft.CognitiveServices/accounts/OpenAI/models/read` to perform `GET "
          + MODELS
          + "` operation.";

  private Asked asked = asked(HOST, MODELS);

  private static Asked asked(String host, String path) {
    return new Asked(host, path, SERVICES, "", identity("default"), null);
  }

  private static Identity identity(String credential) {
    return new Identity(credential, null, null, null, null, null);
  }

  private Explanation explain(int status, String code, String message, TokenClaims claims) {
    Refusal refusal = new Refusal(status, code, message, null, NOW);
    return RefusalDiagnosis.explain(refusal, claims, asked, NOW);
  }

  private Explanation explain(int status, String code, String message) {
    return explain(status, code, message, Claims.app(Claims.COGNITIVE));
  }

  @Test
  void a_missing_role_is_given_to_the_tokens_own_object_id() {
    Explanation explanation = explain(401, "PermissionDenied", LACKS);

    assertThat(explanation.cause()).isEqualTo(Cause.ROLE_MISSING);
    assertThat(explanation.words()).contains(Claims.OBJECT, "OpenAI/models/read");
    assertThat(explanation.remedies())
        .containsExactly(
            "az role assignment create --assignee-object-id "
                + Claims.OBJECT
                + " --assignee-principal-type ServicePrincipal --role"
                + " 5e0bd9bd-7b93-4f28-af87-19fc36ad61bd --scope \"$(az cognitiveservices account list --query"
                + " \"[?properties.customSubDomainName=='contoso'].[id]\" --output tsv)\"");
  }

  @Test
  void a_project_wants_another_role_and_that_on_the_project() {
    asked = asked("contoso.services.ai.azure.com", "/api/projects/search/openai/v1/models");

    assertThat(explain(401, "PermissionDenied", LACKS).remedies().get(0))
        .contains("--role 53ca6127-db72-4e31-b599-04dc5da150b4 ")
        .endsWith("--output tsv)/projects/search\"");
  }

  @Test
  void a_person_is_a_user_to_the_command() {
    TokenClaims person =
        TokenClaims.of(Claims.jwt("{\"oid\":\"" + Claims.OBJECT + "\",\"idtyp\":\"user\"}"));

    assertThat(explain(401, "PermissionDenied", LACKS, person).remedies().get(0))
        .contains("--assignee-principal-type User");
  }

  @Test
  void an_opaque_tokens_identity_is_the_one_that_the_service_names() {
    assertThat(explain(401, "PermissionDenied", LACKS, Claims.opaque()).remedies().get(0))
        .contains("--assignee-object-id " + Claims.OBJECT);
    assertThat(explain(403, "PermissionDenied", "No.", Claims.opaque()).remedies().get(0))
        .contains("--assignee-object-id \"<object id of the identity>\"");
  }

  @Test
  void the_resource_behind_somebodys_own_front_is_left_to_the_operator() {
    asked = asked("front.example", MODELS);

    assertThat(explain(401, "PermissionDenied", LACKS).remedies().get(0))
        .endsWith("--scope \"<id of the Foundry resource behind front.example>\"");
  }

  @Test
  void a_private_link_name_is_the_same_resource() {
    asked = asked("contoso.privatelink.openai.azure.com", MODELS);

    assertThat(explain(401, "PermissionDenied", LACKS).remedies().get(0))
        .contains("customSubDomainName=='contoso'");
  }

  @Test
  void what_a_token_claims_to_be_cannot_leave_its_place_in_the_command() {
    TokenClaims odd = TokenClaims.of(Claims.jwt("{\"oid\":\"x; rm -rf $(y)\"}"));

    assertThat(explain(401, "PermissionDenied", "No.", odd).remedies().get(0))
        .doesNotContain("rm -rf");
  }

  @Test
  void a_wrong_audience_names_the_scope_to_set() {
    String message =
        "Unauthorized. Access token is missing, invalid, audience is incorrect"
            + " (https://ai.azure.com), or have expired.";

    Explanation explanation = explain(401, "401", message);

    assertThat(explanation.cause()).isEqualTo(Cause.WRONG_AUDIENCE);
    assertThat(explanation.words()).contains(Claims.COGNITIVE);
    assertThat(explanation.remedies())
        .containsExactly("-Dfoundry.identity.scope=https://ai.azure.com/.default");
  }

  @Test
  void the_flag_is_that_of_the_targets_rule() {
    asked = new Asked(HOST, MODELS, SERVICES, "rule.search.", identity("default"), null);
    String message = "audience is incorrect (https://ai.azure.com/), or have expired.";

    assertThat(explain(401, "401", message).remedies())
        .containsExactly("-Dfoundry.identity.rule.search.scope=https://ai.azure.com/.default");
  }

  @Test
  void a_token_of_an_accepted_audience_is_refused_for_something_else() {
    String message = "audience is incorrect (" + Claims.COGNITIVE + "/), or have expired.";

    assertThat(explain(401, "401", message).cause()).isEqualTo(Cause.TOKEN_REFUSED);
    assertThat(explain(401, "401", message, Claims.opaque()).cause())
        .isEqualTo(Cause.TOKEN_REFUSED);
    assertThat(explain(401, null, "").remedies())
        .containsExactly("-Dfoundry.identity.scope=https://ai.azure.com/.default");
  }

  @Test
  void a_clock_that_is_wrong_is_told_before_the_audience() {
    Refusal ahead = new Refusal(401, "401", "", null, NOW - 20 * 60_000);
    Refusal behind = new Refusal(401, "401", "", null, NOW + 20 * 60_000);
    TokenClaims claims = Claims.app(Claims.COGNITIVE);

    assertThat(RefusalDiagnosis.explain(ahead, claims, asked, NOW).words())
        .startsWith("This machine's clock is 20 min ahead");
    assertThat(RefusalDiagnosis.explain(behind, claims, asked, NOW).cause())
        .isEqualTo(Cause.CLOCK_SKEW);
  }

  @Test
  void a_token_that_has_not_begun_shows_a_clock_that_is_behind() {
    TokenClaims later = TokenClaims.of(Claims.jwt("{\"nbf\":" + (NOW / 1000 + 900) + "}"));

    Refusal undated = new Refusal(401, "401", "", null, 0);

    assertThat(RefusalDiagnosis.explain(undated, later, asked, NOW).words())
        .contains("15 min behind");
  }

  @Test
  void a_tenant_mismatch_names_both_tenants() {
    String theirs = "99999999-0000-4000-8000-0000000000bb";
    String message =
        "Token tenant " + Claims.TENANT + " does not match resource tenant " + theirs + ".";

    Explanation explanation = explain(400, "BadRequest", message);

    assertThat(explanation.cause()).isEqualTo(Cause.TENANT_MISMATCH);
    assertThat(explanation.words()).contains(Claims.TENANT, theirs);
    assertThat(explanation.remedies()).containsExactly("-Dfoundry.identity.tenant-id=" + theirs);
    asked = new Asked(HOST, MODELS, SERVICES, "", identity("azure-cli"), null);
    assertThat(explain(401, "BadRequest", message).remedies().get(0))
        .isEqualTo("az login --tenant " + theirs);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|AuthenticationTypeDisabled|Key based authentication is disabled.|KEY_DISABLED|"
            + "unset FOUNDRY_IDENTITY_KEEP_HEADERS",
        "401|401|Access denied due to missing subscription key.|SUBSCRIPTION_KEY_MISSING|"
            + "keep-headers=ocp-apim-subscription-key",
        "403|AccessDenied|Public access is disabled. Please configure private endpoint.|"
            + "PUBLIC_ACCESS_DISABLED|--zone-name privatelink.openai.azure.com",
        "403|AccessDenied|Access denied due to Virtual Network/Firewall rules.|NETWORK_RULES|"
            + "az cognitiveservices account network-rule add",
        "400|BadRequest|Please provide a custom subdomain for token authentication.|"
            + "SUBDOMAIN_MISSING|--custom-domain",
        "401|PermissionDenied|Principal does not have access to API/Operation.|ROLE_MISSING|"
            + "az role assignment create",
      })
  void each_cause_ends_with_what_to_type(
      int status, String code, String message, Cause cause, String remedy) {
    Explanation explanation = explain(status, code, message);

    assertThat(explanation.cause()).isEqualTo(cause);
    assertThat(explanation.remedies()).anyMatch(line -> line.contains(remedy));
    assertThat(explanation.line()).contains(explanation.words()).contains(cause.id());
  }

  @Test
  void a_403_that_nobody_knows_keeps_its_own_words() {
    assertThat(explain(403, "Odd", "Not on Sundays").words())
        .isEqualTo(
            "The target knows the identity and forbids the request. It says: Not on Sundays.");
    assertThat(explain(403, null, "").cause()).isEqualTo(Cause.FORBIDDEN);
  }

  @ParameterizedTest
  @CsvSource({
    "404,NOT_FOUND",
    "429,THROTTLED",
    "503,SERVICE_FAILS",
    "302,REDIRECTED",
    "200,NO_MODEL_LIST",
    "400,UNEXPECTED_ANSWER",
    "407,PROXY_WANTS_LOGIN"
  })
  void what_is_not_about_the_token_says_so(int status, Cause cause) {
    assertThat(explain(status, null, "").cause()).isEqualTo(cause);
    assertThat(RefusalDiagnosis.isAccepted(new Refusal(status, null, "", null, 0)))
        .isEqualTo(status != 407);
  }

  @Test
  void a_managed_identity_is_not_told_to_ask_another_tenant() {
    TokenClaims managed =
        TokenClaims.of(Claims.jwt("{\"tid\":\"t\",\"xms_mirid\":\"/subscriptions/x\"}"));
    String message = "Token tenant t does not match resource tenant u.";

    assertThat(explain(400, "BadRequest", message, managed).remedies()).isEmpty();
  }

  @Test
  void a_scope_is_no_remedy_after_both_were_refused() {
    asked = asked.withBothScopes();

    assertThat(explain(401, null, "").remedies()).isEmpty();
    assertThat(explain(401, null, "").cause()).isEqualTo(Cause.TOKEN_REFUSED);
  }

  @Test
  void the_scope_that_works_is_named() {
    Explanation explanation =
        RefusalDiagnosis.otherScope(SERVICES, "https://ai.azure.com/.default", asked);

    assertThat(explanation.cause()).isEqualTo(Cause.OTHER_SCOPE);
    assertThat(explanation.remedies())
        .containsExactly("-Dfoundry.identity.scope=https://ai.azure.com/.default");
  }

  @Test
  void an_unknown_deployment_is_told_from_a_path_that_is_not_there() {
    Refusal unknown = new Refusal(404, "DeploymentNotFound", "", null, 0);

    assertThat(RefusalDiagnosis.explainModel(unknown, "gpt-x").words()).contains("gpt-x");
    assertThat(RefusalDiagnosis.explainModel(new Refusal(404, "404", "", null, 0), "gpt-x"))
        .isNull();
  }

  @Test
  void only_the_list_of_models_is_one() {
    assertThat(answered(200, "{\"object\":\"list\",\"data\":[]}").isModelList()).isTrue();
    assertThat(answered(200, "<html>login</html>").isModelList()).isFalse();
    assertThat(answered(200, "{\"error\":\"x\"}").isModelList()).isFalse();
    assertThat(answered(404, "{\"data\":[]}").isModelList()).isFalse();
  }

  @Test
  void a_models_answer_says_what_it_cost() {
    Refusal chat = answered(200, "{\"choices\":[],\"usage\":{\"total_tokens\":12}}");

    assertThat(chat.isModelAnswer()).isTrue();
    assertThat(chat.totalTokens()).isEqualTo(12);
    assertThat(answered(200, "{\"output\":[]}").totalTokens()).isZero();
  }

  private static Refusal answered(int status, String body) {
    try {
      byte[] bytes =
          ("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
              .getBytes(StandardCharsets.UTF_8);
      return Refusal.of(ReadAnswers.of(bytes), "Bearer x");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_policy_that_wants_more_claims_is_told() {
    Refusal refusal = new Refusal(401, null, "", "Bearer error=\"insufficient_claims\"", NOW);

    assertThat(RefusalDiagnosis.explain(refusal, Claims.opaque(), asked, NOW).cause())
        .isEqualTo(Cause.CLAIMS_CHALLENGE);
  }
}
