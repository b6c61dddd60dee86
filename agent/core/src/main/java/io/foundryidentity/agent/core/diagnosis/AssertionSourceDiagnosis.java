package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.SignInAttempt.Result;
import org.jspecify.annotations.Nullable;

/** Explains why a platform gave no assertion: before Entra ID was asked. */
final class AssertionSourceDiagnosis {

  private static final String PERMISSION =
      "aws iam put-role-policy --role-name <role> --policy-name entra --policy-document"
          + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Action\":\"sts:GetWebIdentityToken\",\"Resource\":\"*\"}]}'";

  private static final String HOP_LIMIT =
      "aws ec2 modify-instance-metadata-options --instance-id <instance>"
          + " --http-put-response-hop-limit 2";

  private final SignInFailure failure;

  AssertionSourceDiagnosis(SignInFailure failure) {
    this.failure = failure;
  }

  /** Null if the failure is not one of such a source. */
  @Nullable Explanation explain(SignInAttempt attempt) {
    if (attempt.result() == Result.SETTING_WRONG) {
      return setting();
    }
    boolean absent = attempt.result() != Result.ANSWERED;
    if (isOfTokenProxy(attempt)) {
      return tokenProxy();
    }
    Cause cause = absent ? Cause.ASSERTION_SOURCE_ABSENT : Cause.ASSERTION_SOURCE_REFUSES;
    String words = "There is no assertion: " + failure.told() + ".";
    if (failure.isAtStep("GitHub Actions")) {
      return new Explanation(
          cause,
          words + " Write this into the job of the workflow.",
          "permissions: {id-token: write, contents: read}");
    }
    if (failure.isAtStep("Google Cloud")) {
      return new Explanation(
          cause,
          words,
          "gcloud compute instances set-service-account <machine> --service-account <account>"
              + " --scopes cloud-platform");
    }
    if (failure.isAtStep("AWS") && failure.says("no EC2 instance metadata answers")) {
      return new Explanation(
          cause,
          words + " In a container on EC2 the hop limit of the instance must be 2.",
          "aws sts get-caller-identity",
          HOP_LIMIT);
    }
    if (failure.isAtStep("AWS")) {
      return new Explanation(
          cause,
          words,
          failure.says("FederationDisabled")
              ? "aws iam enable-outbound-web-identity-federation"
              : failure.says("GetWebIdentityToken") ? PERMISSION : "aws sts get-caller-identity");
    }
    return null;
  }

  /** An answer of the cluster's token proxy itself, and not of Entra ID behind it. */
  private boolean isOfTokenProxy(SignInAttempt attempt) {
    return (attempt.status() == 401 || attempt.status() == 403)
        && attempt.credential().startsWith("WorkloadIdentity")
        && failure.platform().hasTokenProxy()
        && EntraCode.in(failure.reason()).isEmpty();
  }

  private Explanation tokenProxy() {
    return new Explanation(
        Cause.IDENTITY_BINDING_REFUSES,
        "The token proxy of the cluster does not let this pod use the identity: "
            + failure.told()
            + ". The cluster needs an identity binding for the identity, and the service account a"
            + " cluster role with the verb use-managed-identity.",
        "az aks identity-binding list --cluster-name <cluster> --resource-group <group>",
        "kubectl auth can-i use-managed-identity "
            + failure.clientId()
            + ".cid.wi.aks.azure.com --as system:serviceaccount:<namespace>:<service account>");
  }

  private @Nullable Explanation setting() {
    if (failure.says("holds a token that expired")) {
      String file = PlainText.file(failure.tokenFile());
      return new Explanation(
          Cause.ASSERTION_EXPIRED,
          "The assertion in the file has expired: " + failure.told() + ".",
          failure.asked().shell().showFile(file == null ? "<token file>" : file));
    }
    if (failure.says("identity binding of AKS is not complete")) {
      return new Explanation(
          Cause.IDENTITY_BINDING_INCOMPLETE,
          failure.told() + ".",
          Platform.identityBinding(),
          "kubectl rollout restart deployment <deployment>");
    }
    return null;
  }
}
