package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.ClientCertificate;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.SignInAttempt.Result;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets outside of the public cloud, and certificates. */
class CloudCauseTest {

  private static final String GOVERNMENT = "https://login.microsoftonline.us/";
  private static final String NOT_FOUND =
      "HTTP 400: AADSTS90002: Tenant 'aaaa' not found. Check to make sure you have the correct"
          + " tenant ID and are signing into the correct cloud.";

  private Identity identity = new Identity("environment", null, null, null, null, null);
  private String host = "contoso.openai.azure.us";
  private String scope = "https://cognitiveservices.azure.us/.default";

  private Asked asked() {
    return new Asked(host, "/openai/v1/models", scope, "", identity, null).in(Shell.POSIX);
  }

  private Explanation explain(SignInAttempt attempt) {
    return SignInDiagnosis.explain(
        TokenSourceException.after(List.of(attempt), "x"), asked(), Collections.emptyMap());
  }

  private static SignInAttempt entra(String said) {
    return SignInAttempt.answered("EnvironmentCredential", 400, "invalid_request", said);
  }

  private static SignInAttempt tool(String name, String said) {
    return SignInAttempt.answered(name, 0, null, said);
  }

  @Test
  void the_public_authority_for_a_target_of_another_cloud_is_told_with_the_right_one() {
    Explanation explanation = explain(entra(NOT_FOUND));
    assertThat(explanation.cause()).isEqualTo(Cause.CLOUD_MISMATCH);
    assertThat(explanation.words())
        .startsWith(
            "The target is in the US Government cloud, and the authority is the one of the public"
                + " cloud. An identity gets tokens of its own cloud only. The authority answered:"
                + " HTTP 400: AADSTS90002: Tenant 'aaaa' not found.");
    assertThat(explanation.remedies())
        .containsExactly("-Dfoundry.identity.authority-host=" + GOVERNMENT);
  }

  @Test
  void another_clouds_authority_for_a_public_target_is_told_too() {
    host = "contoso.openai.azure.com";
    scope = "https://ai.azure.com/.default";
    identity = identity.at("https://login.chinacloudapi.cn");
    assertThat(explain(entra(NOT_FOUND)).remedies())
        .containsExactly("-Dfoundry.identity.authority-host=https://login.microsoftonline.com/");
  }

  @Test
  void the_right_authority_or_one_that_nobody_knows_leaves_the_codes_own_cause() {
    identity = identity.at(GOVERNMENT);
    assertThat(explain(entra(NOT_FOUND)).cause()).isEqualTo(Cause.TENANT_UNKNOWN);
    identity = identity.at("https://id.contoso.example/");
    assertThat(explain(entra(NOT_FOUND)).cause()).isEqualTo(Cause.TENANT_UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AzureCliCredential | Please run 'az login' to set up account | az cloud set --name AzureUSGovernment, az login",
        "AzureCliCredential | AADSTS500011: not found in the tenant | az cloud set --name AzureUSGovernment, az login",
        "AzurePowerShellCredential | Connect-AzAccount | Connect-AzAccount -Environment AzureUSGovernment",
        "AzureDeveloperCliCredential | azd auth login | azd config set cloud.name AzureUSGovernment, azd auth login",
      })
  void each_tool_is_told_the_cloud(String credential, String said, String remedies) {
    Explanation explanation = explain(tool(credential, said));
    assertThat(String.join(", ", explanation.remedies())).isEqualTo(remedies);
    assertThat(explanation.isInOrder()).isEqualTo(explanation.remedies().size() > 1);
  }

  @ParameterizedTest
  @CsvSource({
    "contoso.openai.azure.us, AzureUSGovernment",
    "contoso.services.ai.azure.us, AzureUSGovernment",
    "contoso.cognitiveservices.azure.cn, AzureChinaCloud",
  })
  void a_role_is_assigned_in_the_targets_cloud(String name, String cloud) {
    host = name;
    Refusal refusal =
        new Refusal(401, "PermissionDenied", "lacks the required data action", null, 0);
    Explanation explanation =
        RefusalDiagnosis.explain(refusal, Claims.app("https://x"), asked(), 1_800_000_000_000L);
    assertThat(explanation.cause()).isEqualTo(Cause.ROLE_MISSING);
    assertThat(explanation.isInOrder()).isTrue();
    assertThat(explanation.remedies()).hasSize(2);
    assertThat(explanation.remedies().get(0)).isEqualTo("az cloud set --name " + cloud);
    assertThat(explanation.remedies().get(1))
        .startsWith("az role assignment create --assignee-object-id")
        .contains("[?properties.customSubDomainName=='contoso']");
  }

  @Test
  void a_choice_of_commands_stays_a_choice() {
    Refusal refusal = new Refusal(403, "AuthenticationTypeDisabled", "Key based", null, 0);
    Explanation explanation =
        RefusalDiagnosis.explain(refusal, Claims.app("https://x"), asked(), 1_800_000_000_000L);
    assertThat(explanation.isInOrder()).isFalse();
    assertThat(explanation.remedies()).hasSize(2);
    assertThat(explanation.words())
        .endsWith(
            "The az commands need the US Government cloud: first run az cloud set --name"
                + " AzureUSGovernment.");
  }

  @Test
  void the_private_zone_is_that_of_the_cloud() {
    Refusal refusal = new Refusal(403, "x", "Public access is disabled.", null, 0);
    assertThat(
            RefusalDiagnosis.explain(refusal, Claims.app("https://x"), asked(), 0)
                .remedies()
                .get(1))
        .contains("--zone-name privatelink.openai.azure.us ");
  }

  @Test
  void a_certificate_file_that_cannot_be_used_ends_with_the_command_that_converts_it() {
    Explanation explanation =
        explain(
            SignInAttempt.of(
                "ClientCertificateCredential",
                Result.SETTING_WRONG,
                "certificate-file names the file /a.jks, and it is a Java key store (JKS). What to"
                    + " type: keytool -importkeystore -srckeystore /a.jks"));
    assertThat(explanation.cause()).isEqualTo(Cause.SETTING_WRONG);
    assertThat(explanation.words())
        .isEqualTo(
            "A setting of ClientCertificateCredential is wrong: certificate-file names the file"
                + " /a.jks, and it is a Java key store (JKS).");
    assertThat(explanation.remedies())
        .containsExactly("keytool -importkeystore -srckeystore /a.jks");
  }

  @Test
  void an_expired_certificate_has_a_cause_of_its_own() {
    host = "contoso.openai.azure.com";
    Explanation explanation =
        explain(
            SignInAttempt.of(
                "ClientCertificateCredential",
                Result.SETTING_WRONG,
                "the certificate CN=a has expired: it ended on 2021-01-01 00:00 UTC; HTTP 401"));
    assertThat(explanation.cause()).isEqualTo(Cause.CERTIFICATE_EXPIRED);
    assertThat(explanation.remedies().get(0)).startsWith("az ad app credential reset");
  }

  @Test
  void a_refused_certificate_may_need_its_chain() {
    host = "contoso.openai.azure.com";
    scope = "https://ai.azure.com/.default";
    String said = "HTTP 401: AADSTS700027: The certificate is not registered";
    assertThat(explain(entra(said)).remedies().get(1))
        .isEqualTo("export AZURE_CLIENT_SEND_CERTIFICATE_CHAIN=true");
    identity = identity.with(new ClientCertificate("/a", null, false));
    assertThat(explain(entra(said)).remedies().get(1))
        .isEqualTo("-Dfoundry.identity.send-certificate-chain=true");
  }
}
