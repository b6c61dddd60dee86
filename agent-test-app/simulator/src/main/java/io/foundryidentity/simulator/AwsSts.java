package io.foundryidentity.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** AWS STS in one region: {@code GetWebIdentityToken} of the query protocol, with its signature. */
final class AwsSts {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final String TYPE = "text/xml";

  private final AwsAccount account;
  private final AwsSignatureCheck signature;
  private final EndpointBehaviour behaviour;

  AwsSts(AwsAccount account, EndpointBehaviour behaviour) {
    this.account = account;
    signature = new AwsSignatureCheck(account);
    this.behaviour = behaviour;
  }

  void handle(Exchange exchange) {
    behaviour.apply(exchange, () -> answer(exchange));
  }

  private void answer(Exchange exchange) {
    String form = exchange.request().bodyText();
    AwsError refusal = refusal(exchange.request(), form);
    String request = UUID.randomUUID().toString();
    exchange.response().putHeader("x-amzn-requestid", request);
    if (refusal != null) {
      String type = refusal.status() < 500 ? "Sender" : "Receiver";
      exchange.text(
          refusal.status(),
          TYPE,
          String.format(
              "<ErrorResponse xmlns=\"%s\">%n  <Error>%n    <Type>%s</Type>%n    <Code>%s</Code>%n"
                  + "    <Message>%s</Message>%n  </Error>%n  <RequestId>%s</RequestId>%n"
                  + "</ErrorResponse>%n",
              NAMESPACE, type, refusal.code(), refusal.text(), request));
      return;
    }
    Duration life = Duration.ofSeconds(seconds(form));
    String token =
        account
            .tokens()
            .token(
                account.roleArn(),
                String.valueOf(Form.value(form, "Audience.member.1")),
                life,
                Map.of(
                    "https://sts.amazonaws.com/",
                    Map.of(
                        "aws_account", account.id(),
                        "source_region", account.region(),
                        "principal_id", account.roleArn())));
    Instant expiry = account.now().plus(life);
    exchange.text(
        200,
        TYPE,
        String.format(
            "<GetWebIdentityTokenResponse xmlns=\"%s\">%n  <GetWebIdentityTokenResult>%n"
                + "    <Expiration>%s</Expiration>%n    <WebIdentityToken>%s</WebIdentityToken>%n"
                + "  </GetWebIdentityTokenResult>%n  <ResponseMetadata>%n"
                + "    <RequestId>%s</RequestId>%n  </ResponseMetadata>%n"
                + "</GetWebIdentityTokenResponse>%n",
            NAMESPACE, expiry, token, request));
  }

  private @Nullable AwsError refusal(ReceivedRequest request, String form) {
    AwsError unsigned = signature.check(request);
    if (unsigned != null) {
      return unsigned;
    }
    String action = Form.value(form, "Action");
    if (!"GetWebIdentityToken".equals(action)
        || !"2011-06-15".equals(Form.value(form, "Version"))) {
      return new AwsError(
          400,
          "InvalidAction",
          "Could not find operation " + action + " for version " + Form.value(form, "Version"));
    }
    if (!account.isPermitted()) {
      return new AwsError(
          403,
          "AccessDenied",
          "User: "
              + account.session()
              + " is not authorized to perform: sts:GetWebIdentityToken because no identity-based"
              + " policy allows the sts:GetWebIdentityToken action");
    }
    if (!account.isEnabled()) {
      return new AwsError(
          403,
          "OutboundWebIdentityFederationDisabled",
          "Outbound web identity federation is not enabled for this account.");
    }
    boolean valid =
        Form.value(form, "Audience.member.1") != null
            && "RS256".equals(Form.value(form, "SigningAlgorithm"))
            && seconds(form) >= 60
            && seconds(form) <= 3600;
    return valid
        ? null
        : new AwsError(400, "ValidationError", "A parameter is missing or not valid.");
  }

  /** Five minutes unless the request says otherwise. */
  private static int seconds(String form) {
    String seconds = Form.value(form, "DurationSeconds");
    return seconds == null ? 300 : Integer.parseInt(seconds);
  }
}
