package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.SignInAttempt.Result;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInDiagnosisTest {

  private static final SignInAttempt NOT_SET =
      SignInAttempt.of("EnvironmentCredential", Result.NOT_CONFIGURED, "not set: AZURE_CLIENT_ID");
  private static final SignInAttempt NO_ENDPOINT =
      SignInAttempt.of(
          "ManagedIdentityCredential", Result.NOT_AVAILABLE, "no managed identity endpoint here");
  private static final SignInAttempt NO_TOOL =
      SignInAttempt.of("AzureCliCredential", Result.NOT_AVAILABLE, "Azure CLI is not installed");

  private final Map<String, String> environment = new HashMap<>();
  private Shell shell = Shell.POSIX;
  private String credential = "default";
  private String clientId;

  private Explanation explain(SignInAttempt... attempts) {
    return explain(TokenSourceException.after(List.of(attempts), "the whole text"));
  }

  private Explanation explain(TokenSourceException failure) {
    Identity identity = new Identity(credential, clientId, null, null, null, null);
    Asked asked = new Asked("contoso.openai.azure.com", "/", "s/.default", "", identity, null);
    return SignInDiagnosis.explain(failure, asked.in(shell), environment);
  }

  private static SignInAttempt entra(String said) {
    return SignInAttempt.answered("EnvironmentCredential", 400, "invalid_client", said);
  }

  private static SignInAttempt endpoint(int status, String said) {
    return SignInAttempt.answered(
        "ManagedIdentityCredential", status, "invalid_request", "HTTP " + status + ": " + said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request"
            + " is the client secret value|SECRET_WRONG|az ad app credential reset",
        "AADSTS7000222: The provided client secret keys for app 'x' are expired.|SECRET_EXPIRED"
            + "|az ad app credential reset",
        "AADSTS700027: Client assertion failed signature validation.|CERTIFICATE_UNKNOWN|--cert",
        "AADSTS700030: Invalid certificate - subject name in certificate is not authorized."
            + "|CERTIFICATE_UNKNOWN|--cert",
        "AADSTS700016: Application with identifier '11111111-1111-4111-8111-111111111111' was not"
            + " found in the directory 'x'.|CLIENT_UNKNOWN"
            + "|az ad sp show --id 11111111-1111-4111-8111-111111111111",
        "AADSTS7000229: The client application 11111111-1111-4111-8111-111111111111 is missing"
            + " service principal in the tenant x.|SERVICE_PRINCIPAL_MISSING"
            + "|az ad sp create --id 11111111-1111-4111-8111-111111111111",
        "AADSTS7000112: Application '11111111-1111-4111-8111-111111111111'(shop) is disabled."
            + "|CLIENT_DISABLED|az ad sp update --id 11111111-1111-4111-8111-111111111111",
        "AADSTS90002: Tenant 'x' not found. Check to make sure you have the correct tenant ID and"
            + " are signing into the correct cloud.|TENANT_UNKNOWN|az account show",
        "AADSTS900023: Specified tenant identifier 'x' is neither a valid DNS name, nor a valid"
            + " external domain.|TENANT_UNKNOWN|az account show",
        "AADSTS900382: Confidential Client is not supported in Cross Cloud request."
            + "|TENANT_IN_OTHER_CLOUD|-Dfoundry.identity.authority-host=https://login.microsoftonline.us/",
        "AADSTS700213: No matching|FEDERATION_SUBJECT|az identity federated-credential list",
        "AADSTS70021: No matching|FEDERATION_MISSING|az identity federated-credential list",
        "AADSTS500011: The resource principal named x was not found in the tenant named y."
            + "|SCOPE_UNKNOWN|-Dfoundry.identity.scope=auto",
        "AADSTS1002012: The provided value for scope x is not valid. Client credential flows must"
            + " have a scope value with /.default suffixed|SCOPE_UNKNOWN"
            + "|-Dfoundry.identity.scope=auto",
        "AADSTS65001: The user or administrator has not consented to use the application with ID"
            + " '11111111-1111-4111-8111-111111111111' named 'x'.|CONSENT_MISSING"
            + "|az ad app permission admin-consent --id 11111111-1111-4111-8111-111111111111",
        "AADSTS50034: The user account {EUII Hidden} does not exist in the x directory."
            + "|ACCOUNT_UNKNOWN|az login --tenant <tenant>",
        "AADSTS700082: the tool failed|NOT_LOGGED_IN|az login",
      })
  void each_code_of_entra_ends_with_what_to_type(String said, Cause cause, String remedy) {
    Explanation explanation = explain(entra(said));

    assertThat(explanation.cause()).isEqualTo(cause);
    assertThat(explanation.remedies()).anyMatch(line -> line.contains(remedy));
  }

  @Test
  void a_policy_is_told_without_a_command() {
    Explanation explanation =
        explain(entra("AADSTS53003: Access has been blocked by Conditional Access policies."));

    assertThat(explanation.cause()).isEqualTo(Cause.POLICY_BLOCKS);
    assertThat(explanation.remedies()).isEmpty();
  }

  /** Each begins with the digits of a code that means something else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AADSTS7002199", "AADSTS70021399", "AADSTS7000169", "AADSTS70002151", "AADSTS7000271",
        "AADSTS5003499", "AADSTS5000119", "AADSTS900029", "AADSTS700119", "AADSTS530039",
        "AADSTS650019", "AADSTS820019", "AADSTS7000249"
      })
  void a_code_that_only_begins_like_a_known_one_is_told_as_it_is(String code) {
    Explanation explanation = explain(entra(code + ": some words"));

    assertThat(explanation.cause()).isEqualTo(Cause.SIGN_IN_FAILED);
    assertThat(explanation.words()).contains(code + ": some words");
  }

  @Test
  void of_two_codes_the_one_that_is_known_counts() {
    assertThat(explain(entra("AADSTS70002: Error validating credentials. AADSTS500011: x")).cause())
        .isEqualTo(Cause.SCOPE_UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|some words|IDENTITY_ENDPOINT_FAILS",
        "404|some words|IDENTITY_ENDPOINT_FAILS",
        "429|some words|IDENTITY_ENDPOINT_THROTTLED",
        "400|Multiple user assigned identities exist|SEVERAL_IDENTITIES",
        "400|Identity not found|NO_IDENTITY_ASSIGNED",
        "400|No User Assigned or Delegated Managed Identity found for specified"
            + " ClientId/ResourceId/PrincipalId.|NO_IDENTITY_ASSIGNED",
        "403|some words|IDENTITY_ENDPOINT_FAILS",
      })
  void what_the_identity_endpoint_answered_counts_more_than_what_is_not_set(
      int status, String said, Cause cause) {
    Explanation explanation = explain(NOT_SET, endpoint(status, said));

    assertThat(explanation.cause()).isEqualTo(cause);
    assertThat(explanation.words()).doesNotContain("not set");
  }

  @Test
  void the_services_own_words_are_told() {
    assertThat(explain(NOT_SET, endpoint(500, "some words")).words())
        .contains("HTTP 500: some words");
  }

  @Test
  void an_endpoint_that_refuses_the_header_is_told_from_one_that_fails() {
    environment.put("IDENTITY_HEADER", "x");

    Explanation explanation = explain(NOT_SET, endpoint(401, "wrong"));

    assertThat(explanation.cause()).isEqualTo(Cause.IDENTITY_ENDPOINT_REFUSES);
    assertThat(explanation.words()).contains("IDENTITY_HEADER");
  }

  @Test
  void an_endpoint_that_hangs_up_fails_and_one_that_is_not_there_is_absent() {
    SignInAttempt closed =
        SignInAttempt.of(
            "ManagedIdentityCredential", Result.NO_ANSWER, "127.0.0.1: the connection was closed");
    SignInAttempt silent =
        SignInAttempt.of("ManagedIdentityCredential", Result.NO_ANSWER, "connect timed out");
    SignInAttempt late =
        SignInAttempt.of("ManagedIdentityCredential", Result.NO_ANSWER, "no token within 75000 ms");

    assertThat(explain(NOT_SET, closed).cause()).isEqualTo(Cause.IDENTITY_ENDPOINT_FAILS);
    assertThat(explain(silent).cause()).isEqualTo(Cause.IDENTITY_ENDPOINT_ABSENT);
    assertThat(explain(late).cause()).isEqualTo(Cause.IDENTITY_ENDPOINT_FAILS);
    environment.put("IDENTITY_ENDPOINT", "http://x");
    assertThat(explain(silent).cause()).isEqualTo(Cause.IDENTITY_ENDPOINT_FAILS);
  }

  @Test
  void something_else_at_the_endpoints_address_is_told_so() {
    SignInAttempt page =
        SignInAttempt.answered(
            "ManagedIdentityCredential", 403, "unreadable_answer", "HTTP 403, text/plain");

    assertThat(explain(page).cause()).isEqualTo(Cause.IDENTITY_ENDPOINT_ABSENT);
    environment.put("IDENTITY_ENDPOINT", "http://x");
    assertThat(explain(NOT_SET, page).cause()).isEqualTo(Cause.IDENTITY_ENDPOINT_FAILS);
  }

  @Test
  void a_wrong_setting_is_told_with_the_variables_name() {
    SignInAttempt wrong =
        SignInAttempt.of(
            "WorkloadIdentityCredential",
            Result.SETTING_WRONG,
            "AZURE_FEDERATED_TOKEN_FILE names the file /x, and this file does not exist");

    Explanation explanation = explain(NOT_SET, wrong);

    assertThat(explanation.cause()).isEqualTo(Cause.SETTING_WRONG);
    assertThat(explanation.words()).contains("AZURE_FEDERATED_TOKEN_FILE", "/x", "does not exist");
  }

  @Test
  void an_identity_that_is_not_assigned_here_is_named() {
    clientId = "abc";

    Explanation explanation = explain(NOT_SET, endpoint(400, "Identity not found"));

    assertThat(explanation.cause()).isEqualTo(Cause.IDENTITY_UNKNOWN);
    assertThat(explanation.words()).contains("client-id=abc");
    assertThat(explanation.remedies()).anyMatch(line -> line.contains("--identities \"<resource"));
  }

  @Test
  void the_command_is_the_platforms_own() {
    environment.put("WEBSITE_SITE_NAME", "shop");
    environment.put("WEBSITE_RESOURCE_GROUP", "web");
    assertThat(explain(endpoint(400, "Identity not found")).remedies())
        .containsExactly("az webapp identity assign --name shop --resource-group web");
    assertThat(explain(NOT_SET, NO_ENDPOINT, NO_TOOL).remedies())
        .as("no developer logs in there")
        .containsExactly("az webapp identity assign --name shop --resource-group web");

    environment.put("CONTAINER_APP_NAME", "shop");
    assertThat(explain(endpoint(400, "Identity not found")).remedies())
        .containsExactly(
            "az containerapp identity assign --name shop --resource-group <group>"
                + " --system-assigned");
  }

  @Test
  void in_kubernetes_the_service_account_and_the_pods_template_are_both_changed() {
    environment.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");

    Explanation explanation = explain(NOT_SET, NO_ENDPOINT, NO_TOOL);

    assertThat(explanation.cause()).isEqualTo(Cause.NO_CREDENTIAL);
    assertThat(explanation.isInOrder()).isTrue();
    assertThat(explanation.remedies()).hasSize(2);
    assertThat(explanation.remedies().get(0)).startsWith("kubectl annotate serviceaccount ");
    assertThat(explanation.remedies().get(1))
        .startsWith("kubectl patch deployment ")
        .contains("template: {metadata: {labels: {azure.workload.identity/use: !!str true}}");
    assertThat(explanation.line()).contains("; then kubectl patch");
  }

  @Test
  void a_tool_without_an_account_counts_more_than_what_is_not_there() {
    SignInAttempt loggedOut =
        SignInAttempt.of(
            "AzureCliCredential", Result.ANSWERED, "no account: sign in with az login");

    Explanation explanation = explain(NOT_SET, NO_ENDPOINT, loggedOut);

    assertThat(explanation.cause()).isEqualTo(Cause.NOT_LOGGED_IN);
    assertThat(explanation.remedies()).containsExactly("az login");
    assertThat(explain(NOT_SET, NO_ENDPOINT, NO_TOOL).remedies()).contains("az login");
  }

  @Test
  void a_single_credential_whose_variables_are_missing_names_them() {
    Explanation explanation = explain(NOT_SET);

    assertThat(explanation.cause()).isEqualTo(Cause.VARIABLES_MISSING);
    assertThat(explanation.words()).contains("AZURE_CLIENT_ID");
  }

  @Test
  void in_powershell_a_flag_is_quoted() {
    shell = Shell.of("Windows Server 2025");

    assertThat(explain(entra("AADSTS500011: x")).remedies())
        .containsExactly("\"-Dfoundry.identity.scope=auto\"");
  }

  @Test
  void a_failure_before_any_credential_is_told_as_it_is() {
    assertThat(explain(new TokenSourceException("an odd thing", null)).words())
        .contains("an odd thing");
  }
}
