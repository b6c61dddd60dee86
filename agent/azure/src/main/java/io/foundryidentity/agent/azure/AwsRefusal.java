package io.foundryidentity.agent.azure;

import org.jspecify.annotations.Nullable;

/**
 * Says why AWS STS gave no token: its code and what to do. Not its own text, which for a wrong
 * signature repeats the request.
 */
final class AwsRefusal {

  private static final String[][] ADVICE = {
    {"AccessDenied", "the AWS role or user needs the permission sts:GetWebIdentityToken"},
    {
      "OutboundWebIdentityFederationDisabled",
      "enable it once for the AWS account: aws iam enable-outbound-web-identity-federation"
    },
    {"SessionDurationEscalation", "the AWS session ends in less than five minutes"},
    {"ExpiredToken", "the AWS session has expired: set new keys"},
    {"InvalidClientTokenId", "AWS does not know the access key, or not in this region's partition"},
    {"UnrecognizedClient", "AWS does not know the access key, or not in this region's partition"},
    {"InvalidAccessKeyId", "AWS does not know the access key, or not in this region's partition"},
    {
      "SignatureDoesNotMatch",
      "AWS_SECRET_ACCESS_KEY does not belong to the access key, or this machine's clock is wrong"
    },
    {"RequestExpired", "this machine's clock is wrong"},
    {"RegionDisabled", "AWS STS is not active in this region for the account: set AWS_REGION"},
    {"InvalidAction", "this endpoint of AWS STS has no GetWebIdentityToken: set AWS_REGION"},
  };

  private AwsRefusal() {}

  static AssertionException of(AssertionAnswer answer) {
    String code = code(answer.text());
    String advice = "";
    for (String[] each : ADVICE) {
      if (code != null && code.startsWith(each[0])) {
        advice = ": " + each[1];
        break;
      }
    }
    return new AssertionException(
        answer.status(),
        code,
        "AWS STS gave no token ("
            + (code == null ? answer.described() : "HTTP " + answer.status() + ", " + code)
            + ")"
            + advice);
  }

  private static @Nullable String code(String xml) {
    String code = AwsXml.text(xml, "Code");
    return code != null && code.matches("[A-Za-z]{1,80}") ? code : null;
  }
}
