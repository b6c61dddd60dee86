package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.PresentedAssertion;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are Entra ID's own, as people quote them in public; ids and names are changed. */
class FederationDiagnosisTest {

  private static final String CLIENT = "22222222-2222-4222-8222-222222222222";
  private static final String BLUEPRINT = "44444444-4444-4444-8444-444444444444";
  private static final String CLUSTER = "https://eastus2.oic.prod-aks.azure.com/t/c/";
  private static final String POD = "system:serviceaccount:shop:cart";
  private static final String EXCHANGE = "api://AzureADTokenExchange";

  private static final String CHECK =
      " Check your federated identity credential Subject, Audience and Issuer against the presented"
          + " assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
          + " Trace ID: 8eea681d-a1eb-487d-9be7-d61225177f00";

  private static final String ISSUER =
      "AADSTS700211: No matching federated identity record found for presented assertion issuer '"
          + CLUSTER
          + "'."
          + CHECK;
  private static final String AUDIENCE =
      "AADSTS700212: No matching federated identity record found for presented assertion audience"
          + " 'my.audience'."
          + CHECK;
  private static final String SUBJECT =
      "AADSTS700213: No matching federated identity record found for presented assertion subject '"
          + POD
          + "'."
          + CHECK;
  private static final String NONE =
      "AADSTS70021: No matching federated identity record found for presented assertion. Assertion"
          + " Issuer: 'https://kubernetes.default.svc.cluster.local'. Assertion Subject: '"
          + POD
          + "'. Assertion Audience: 'api://AzureADTokenExchange'.";

  private Shell shell = Shell.POSIX;
  private String credential = "federated";
  private String step = "app registration";
  private String source = "managed-identity";
  private String file;
  private String authority;
  private PresentedAssertion assertion =
      new PresentedAssertion(CLUSTER, POD, EXCHANGE, 0, 1_700_000_000_000L);

  private Explanation explain(String said) {
    SignInAttempt attempt =
        SignInAttempt.answered(
                credential + " (" + step + ")", 400, "invalid_client", "HTTP 400: " + said)
            .presenting(assertion);
    Identity identity = new Identity(credential, CLIENT, "t", null, null, authority);
    if (!credential.equals("workload-identity")) {
      identity = identity.with(new ClientAssertion(source, null, null, null, file));
    }
    if (credential.equals("agent-identity")) {
      identity = identity.withBlueprint(BLUEPRINT);
    }
    Asked asked = new Asked("contoso.openai.azure.com", "/", "s/.default", "", identity, null);
    return SignInDiagnosis.explain(
        TokenSourceException.after(List.of(attempt), "the whole text"), asked.in(shell), Map.of());
  }

  private static String created(String issuer, String subject, String audience) {
    return "az ad app federated-credential create --id "
        + CLIENT
        + " --parameters '{\"name\":\"foundry-identity\",\"issuer\":\""
        + issuer
        + "\",\"subject\":\""
        + subject
        + "\",\"audiences\":[\""
        + audience
        + "\"]}'";
  }

  @Test
  void an_unknown_issuer_ends_with_the_federated_credential_to_create() {
    Explanation explanation = explain(ISSUER);

    assertThat(explanation.cause()).isEqualTo(Cause.FEDERATION_ISSUER);
    assertThat(explanation.words()).contains(CLIENT, CLUSTER, POD, EXCHANGE, "A slash at the end");
    assertThat(explanation.remedies())
        .containsExactly(
            created(CLUSTER, POD, EXCHANGE), "az ad app federated-credential list --id " + CLIENT);
  }

  @Test
  void an_unknown_subject_ends_with_the_federated_credential_to_create() {
    Explanation explanation = explain(SUBJECT);

    assertThat(explanation.cause()).isEqualTo(Cause.FEDERATION_SUBJECT);
    assertThat(explanation.remedies()).contains(created(CLUSTER, POD, EXCHANGE));
  }

  @Test
  void a_subject_in_other_letters_is_told_so() {
    String other =
        "AADSTS7002138: No matching federated identity record found for presented assertion subject"
            + " 'repo:Contoso/Shop:environment:Production'. The subject matches with"
            + " case-insensitive comparison, but not with case-sensitive comparison.";
    assertion = null;

    Explanation explanation = explain(other);

    assertThat(explanation.cause()).isEqualTo(Cause.FEDERATION_SUBJECT);
    assertThat(explanation.words()).contains("differs only in capital and small letters");
    assertThat(explanation.remedies().get(0))
        .as("what is not known is left to fill in")
        .contains("\"issuer\":\"<issuer>\"")
        .contains("\"subject\":\"repo:Contoso/Shop:environment:Production\"");
  }

  @Test
  void an_assertion_for_another_audience_ends_with_the_audience_to_request() {
    assertion = new PresentedAssertion(CLUSTER, POD, "my.audience", 0, 0);

    Explanation explanation = explain(AUDIENCE);

    assertThat(explanation.cause()).isEqualTo(Cause.FEDERATION_AUDIENCE);
    assertThat(explanation.remedies().get(0)).isEqualTo("-Dfoundry.identity.audience=" + EXCHANGE);
    assertThat(explanation.remedies().get(1))
        .startsWith("az ad app federated-credential update --id " + CLIENT)
        .contains("\"audiences\":[\"my.audience\"]");
  }

  @Test
  void a_federated_credential_for_another_audience_ends_with_its_correction() {
    Explanation explanation = explain(AUDIENCE.replace("my.audience", EXCHANGE));

    assertThat(explanation.cause()).isEqualTo(Cause.FEDERATION_AUDIENCE);
    assertThat(explanation.remedies().get(0))
        .startsWith("az ad app federated-credential update --id " + CLIENT)
        .contains("\"audiences\":[\"" + EXCHANGE + "\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.microsoftonline.us/, api://AzureADTokenExchangeUSGov",
    "https://login.chinacloudapi.cn/, api://AzureADTokenExchangeChina",
    "https://login.microsoftonline.com/, api://AzureADTokenExchange",
  })
  void the_audience_is_the_one_of_the_cloud(String host, String expected) {
    authority = host;
    assertion = new PresentedAssertion(CLUSTER, POD, "my.audience", 0, 0);

    assertThat(explain(AUDIENCE).remedies()).contains("-Dfoundry.identity.audience=" + expected);
  }

  @Test
  void without_any_match_all_three_values_are_in_the_command() {
    assertion = null;

    Explanation explanation = explain(NONE);

    assertThat(explanation.cause()).isEqualTo(Cause.FEDERATION_MISSING);
    assertThat(explanation.remedies().get(0))
        .isEqualTo(created("https://kubernetes.default.svc.cluster.local", POD, EXCHANGE));
  }

  @Test
  void in_tokens_of_entra_the_exchange_has_an_id_and_in_the_command_its_name() {
    assertion =
        new PresentedAssertion(
            "https://login.microsoftonline.com/99999999-0000-4000-8000-0000000000bb/v2.0",
            "33333333-3333-4333-8333-333333333333",
            "fb60f99c-7a34-4190-8149-302f77469936",
            0,
            0);

    assertThat(explain(SUBJECT).remedies().get(0)).contains("\"audiences\":[\"" + EXCHANGE + "\"]");
  }

  @Test
  void in_powershell_the_quotes_reach_the_azure_cli() {
    shell = Shell.POWERSHELL;

    assertThat(explain(SUBJECT).remedies().get(0))
        .contains("--parameters '{\\\"name\\\":\\\"foundry-identity\\\",\\\"issuer\\\":\\\"https");
  }

  @Test
  void workload_identity_has_its_federated_credential_on_a_managed_identity() {
    credential = "workload-identity";

    assertThat(explain(SUBJECT).remedies())
        .containsExactly(
            "az identity federated-credential create --identity-name <identity> --resource-group"
                + " <group> --name foundry-identity --issuer \""
                + CLUSTER
                + "\" --subject \""
                + POD
                + "\" --audiences \""
                + EXCHANGE
                + "\"",
            "az identity federated-credential list --identity-name <identity> --resource-group"
                + " <group> --output table");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a'; rm -rf ~; '",
        "a\"b",
        "a`id`",
        "$(id)",
        "a\\b",
        "a b",
        "a\nb",
        "a&b",
        "a|b",
        "a;b",
        "%PATH%"
      })
  void a_claim_that_could_end_a_quotation_is_not_in_a_command(String subject) {
    assertion = new PresentedAssertion(CLUSTER, subject, EXCHANGE, 0, 0);

    for (Shell each : Shell.values()) {
      shell = each;
      assertThat(explain(SUBJECT).remedies().get(0)).contains("<subject>").doesNotContain(subject);
    }
  }

  @Test
  void nothing_of_a_command_is_masked_on_its_way_to_the_terminal() {
    Explanation explanation = explain(ISSUER);

    assertThat(SafeText.line(explanation.line())).isEqualTo(explanation.line());
  }

  @Test
  void a_claim_that_looks_like_a_secret_is_masked_and_left_to_fill_in() {
    String secret = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
    assertion = new PresentedAssertion(CLUSTER, secret, EXCHANGE, 0, 0);

    assertThat(explain(SUBJECT.replace(POD, secret)).line())
        .contains("<subject>")
        .doesNotContain("eyJ");
  }

  @Test
  void a_blueprint_of_another_agent_identity_may_not_act() {
    credential = "agent-identity";
    String subject = "/eid1/c/pub/t/v4j5cvGGr0GRqy180BHbRw/a/9ExAW52n_ky4ZiS_jhpJIQ/" + CLIENT;
    assertion =
        new PresentedAssertion("https://login.microsoftonline.com/t/v2.0", subject, "x", 0, 0);

    Explanation explanation = explain(SUBJECT.replace(POD, subject));

    assertThat(explanation.cause()).isEqualTo(Cause.BLUEPRINT_MAY_NOT_ACT);
    assertThat(explanation.words()).contains(CLIENT);
    assertThat(explanation.remedies().get(0)).contains("appId='" + CLIENT + "'");
  }

  @Test
  void a_blueprint_has_its_federated_credential_by_microsoft_graph() {
    credential = "agent-identity";

    assertThat(explain(SUBJECT).remedies().get(0))
        .startsWith("Invoke-MgGraphRequest -Method POST ")
        .contains("applications(appId='" + BLUEPRINT + "')")
        .contains("microsoft.graph.agentIdentityBlueprint/federatedIdentityCredentials")
        .contains("\"subject\":\"" + POD + "\"");
  }

  @Test
  void the_client_id_of_a_blueprint_alone_is_told_with_the_three_keys() {
    Explanation explanation =
        explain(
            "AADSTS82001: Agentic application '"
                + CLIENT
                + "' is not permitted to request app-only tokens for resource 'x'.");

    assertThat(explanation.cause()).isEqualTo(Cause.BLUEPRINT_ALONE);
    assertThat(explanation.isInOrder()).isTrue();
    assertThat(explanation.remedies())
        .containsExactly(
            "-Dfoundry.identity.credential=agent-identity",
            "-Dfoundry.identity.blueprint-client-id=" + CLIENT,
            "-Dfoundry.identity.client-id=<client id of the agent identity>");
  }

  @Test
  void the_token_of_an_identity_binding_needs_the_token_proxy() {
    credential = "workload-identity";
    assertion = new PresentedAssertion(CLUSTER, POD, "api://AKSIdentityBinding", 0, 0);

    for (String said : List.of(ISSUER, AUDIENCE)) {
      Explanation explanation = explain(said);
      assertThat(explanation.cause()).isEqualTo(Cause.IDENTITY_BINDING_INCOMPLETE);
      assertThat(explanation.remedies().get(0)).contains("use-identity-binding: !!str true");
    }
  }

  @Test
  void an_expired_assertion_file_is_told_with_its_age() {
    source = "file";
    file = "/var/run/secrets/azure/tokens/token";

    Explanation explanation =
        explain(
            "AADSTS700024: Client assertion is not within its valid time range. Current time:"
                + " 2026-10-02T22:05:03.6755165Z, assertion valid from"
                + " 2026-10-02T20:30:53.0000000Z, expiry time of assertion"
                + " 2026-10-02T21:30:53.0000000Z. Review the documentation at https://x .");

    assertThat(explanation.cause()).isEqualTo(Cause.ASSERTION_EXPIRED);
    assertThat(explanation.words())
        .contains("expired at 2026-10-02T21:30:53.0000000Z, 34 min before the request");
    assertThat(explanation.remedies().get(0))
        .isEqualTo("ls -l /var/run/secrets/azure/tokens/token");
  }

  @Test
  void an_assertion_of_the_future_is_told_with_both_times() {
    assertThat(
            explain(
                    "AADSTS700024: Client assertion is not within its valid time range. Current time:"
                        + " 2026-10-02T20:05:03.6755165Z, assertion valid from"
                        + " 2026-10-02T20:30:53.0000000Z, expiry time of assertion"
                        + " 2026-10-02T21:30:53.0000000Z.")
                .words())
        .contains("valid only from 2026-10-02T20:30:53.0000000Z on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AADSTS700222: AAD-issued tokens may not be used for federated identity flows."
            + "|ASSERTION_REFUSED|-Dfoundry.identity.assertion=managed-identity",
        "AADSTS700226: Only MSI tokens may be used as Federated Identity Credentials for AAD"
            + " issuer.|ASSERTION_REFUSED|-Dfoundry.identity.assertion=managed-identity",
        "AADSTS700229: Forbidden token type. Only app-only tokens may be used as Federated Identity"
            + " Credentials for AAD issuer.|ASSERTION_REFUSED|assertion=managed-identity",
        "AADSTS501661: Request to External OIDC endpoint failed.|ISSUER_UNREACHABLE"
            + "|curl --fail https://eastus2.oic.prod-aks.azure.com/t/c/.well-known/openid-config",
      })
  void other_refusals_of_an_assertion_are_explained(String said, Cause cause, String remedy) {
    Explanation explanation = explain(said);

    assertThat(explanation.cause()).isEqualTo(cause);
    assertThat(explanation.remedies()).anyMatch(line -> line.contains(remedy));
  }

  @Test
  void a_signature_of_an_unknown_key_is_no_matter_of_certificates() {
    String said = "AADSTS700027: Client assertion failed signature validation.";

    assertThat(explain(said).cause()).isEqualTo(Cause.ASSERTION_REFUSED);
    assertion = new PresentedAssertion(CLIENT, CLIENT, "https://x", 0, 0);
    assertThat(explain(said).cause()).isEqualTo(Cause.CERTIFICATE_UNKNOWN);
  }

  @Test
  void a_pods_managed_identity_that_gives_the_assertion_has_a_federated_credential_of_its_own() {
    step = "managed identity";

    assertThat(explain(SUBJECT).remedies().get(0)).startsWith("az identity federated-credential");
  }

  @Test
  void an_application_without_any_federated_credential_needs_one() {
    Explanation explanation =
        explain("AADSTS70025: The client 'x' has no configured federated identity credentials.");

    assertThat(explanation.cause()).isEqualTo(Cause.FEDERATION_MISSING);
    assertThat(explanation.remedies()).contains(created(CLUSTER, POD, EXCHANGE));
  }

  @Test
  void an_identity_that_was_deleted_is_no_matter_of_developer_tools() {
    Explanation explanation =
        explain("AADSTS50034: The user account {EUII Hidden} does not exist in the x directory.");

    assertThat(explanation.cause()).isEqualTo(Cause.ACCOUNT_UNKNOWN);
    assertThat(explanation.remedies()).containsExactly("az ad sp show --id " + CLIENT);
  }
}
