package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.SignInAttempt.Result;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssertionSourceDiagnosisTest {

  private static final String CLIENT = "22222222-2222-4222-8222-222222222222";

  private String resourceId;
  private Map<String, String> environment = Map.of();

  private Explanation explain(SignInAttempt attempt) {
    ClientAssertion assertion =
        new ClientAssertion("x", null, resourceId == null ? CLIENT : null, resourceId, "/t/token");
    Identity identity = new Identity("federated", null, "t", null, null, null).with(assertion);
    Asked asked = new Asked("contoso.openai.azure.com", "/", "s/.default", "", identity, null);
    return SignInDiagnosis.explain(
        TokenSourceException.after(List.of(attempt), "x"), asked.in(Shell.POSIX), environment);
  }

  @Test
  void a_job_without_the_permission_ends_with_the_line_for_the_workflow() {
    Explanation explanation =
        explain(
            SignInAttempt.of(
                "federated (GitHub Actions)",
                Result.NOT_CONFIGURED,
                "assertion=github works only in a GitHub Actions job; not set: A"));

    assertThat(explanation.cause()).isEqualTo(Cause.ASSERTION_SOURCE_ABSENT);
    assertThat(explanation.remedies())
        .containsExactly("permissions: {id-token: write, contents: read}");
  }

  @Test
  void a_machine_of_google_without_an_account_ends_with_the_command_that_gives_one() {
    Explanation explanation =
        explain(SignInAttempt.answered("federated (Google Cloud)", 404, null, "no identity"));

    assertThat(explanation.cause()).isEqualTo(Cause.ASSERTION_SOURCE_REFUSES);
    assertThat(explanation.remedies().get(0)).startsWith("gcloud compute instances");
  }

  @Test
  void an_aws_account_without_the_federation_ends_with_the_command_that_enables_it() {
    assertThat(
            explain(
                    SignInAttempt.answered(
                        "federated (AWS)",
                        403,
                        "OutboundWebIdentityFederationDisabled",
                        "AWS STS gave no token (OutboundWebIdentityFederationDisabled)"))
                .remedies())
        .containsExactly("aws iam enable-outbound-web-identity-federation");
  }

  @Test
  void in_a_container_on_ec2_the_hop_limit_is_told() {
    Explanation explanation =
        explain(
            SignInAttempt.of(
                "federated (AWS)",
                Result.NOT_CONFIGURED,
                "assertion=aws works only with AWS credentials: none, and no EC2 instance metadata"
                    + " answers at 169.254.169.254 (connect timed out)"));

    assertThat(explanation.cause()).isEqualTo(Cause.ASSERTION_SOURCE_ABSENT);
    assertThat(explanation.words()).contains("In a container on EC2 the hop limit");
    assertThat(explanation.remedies())
        .containsExactly(
            "aws sts get-caller-identity",
            "aws ec2 modify-instance-metadata-options --instance-id <instance>"
                + " --http-put-response-hop-limit 2");
  }

  @Test
  void outside_azure_the_app_registration_stays_and_another_platform_gives_the_assertion() {
    Explanation explanation =
        explain(
            SignInAttempt.of(
                "federated (managed identity)", Result.NO_ANSWER, "connect timed out"));

    assertThat(explanation.cause()).isEqualTo(Cause.IDENTITY_ENDPOINT_ABSENT);
    assertThat(explanation.words()).endsWith("from elsewhere: github, google, aws or file.");
    assertThat(explanation.remedies()).containsExactly("-Dfoundry.identity.assertion=github");
  }

  @Test
  void an_expired_file_is_told_with_the_file() {
    Explanation explanation =
        explain(
            SignInAttempt.of(
                "federated (token file)",
                Result.SETTING_WRONG,
                "assertion-file names the file /t/token, which holds a token that expired at x"));

    assertThat(explanation.cause()).isEqualTo(Cause.ASSERTION_EXPIRED);
    assertThat(explanation.remedies()).containsExactly("ls -l /t/token");
  }

  @Test
  void an_incomplete_identity_binding_is_told_with_the_annotation() {
    Explanation explanation =
        explain(
            SignInAttempt.of(
                "WorkloadIdentityCredential",
                Result.SETTING_WRONG,
                "X is set, and Y is not: the identity binding of AKS is not complete; its webhook"
                    + " sets them"));

    assertThat(explanation.cause()).isEqualTo(Cause.IDENTITY_BINDING_INCOMPLETE);
    assertThat(explanation.words())
        .isEqualTo(
            "X is set, and Y is not: the identity binding of AKS is not complete; its webhook sets"
                + " them.");
    assertThat(explanation.remedies()).anyMatch(line -> line.contains("use-identity-binding"));
  }

  @Test
  void the_managed_identity_behind_is_named_by_its_own_keys() {
    SignInAttempt unknown =
        SignInAttempt.answered(
            "federated (managed identity)", 400, "invalid_request", "Identity not found");

    assertThat(explain(unknown).words()).contains("assertion-client-id=" + CLIENT);
    resourceId = "/subscriptions/x";
    assertThat(explain(unknown).words()).contains("assertion-resource-id=/subscriptions/x");
    assertThat(
            explain(
                    SignInAttempt.answered(
                        "federated (managed identity)",
                        400,
                        "invalid_request",
                        "Multiple user assigned identities exist"))
                .remedies())
        .contains("-Dfoundry.identity.assertion-client-id=<client id>");
  }

  @Test
  void a_token_proxy_that_refuses_the_service_account_is_told_from_entra() {
    String said = "HTTP 403: service account x is not allowed to use managed identity y";
    SignInAttempt refused = SignInAttempt.answered("WorkloadIdentityCredential", 403, null, said);

    assertThat(explain(refused).cause()).isEqualTo(Cause.SIGN_IN_FAILED);
    environment = Map.of("AZURE_KUBERNETES_TOKEN_PROXY", "https://10.0.0.1");
    assertThat(explain(refused).cause()).isEqualTo(Cause.IDENTITY_BINDING_REFUSES);
    assertThat(explain(refused).words()).contains(said);
    SignInAttempt entra =
        SignInAttempt.answered(
            "WorkloadIdentityCredential", 403, null, "HTTP 403: AADSTS53003: blocked");
    assertThat(explain(entra).cause()).isEqualTo(Cause.POLICY_BLOCKS);
  }
}
