package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.azure.AssertionEndpoint.Answer;
import io.foundryidentity.agent.azure.AssertionEndpoint.Received;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * AWS at one address: instance metadata in version 2, a container's endpoint, and an STS that
 * checks signatures, as the real ones answer.
 */
final class PlayedAws implements AssertionEndpoint.Behaviour {

  static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  static final String INSTANCE_SESSION = "IQoJb3JpZ2luX2VjEIr4n7Qz1wVb/0123456789==";
  static final String CONTAINER_SESSION = "IQoJb3JpZ2luX2VjELx8k3Tf6yHc/0123456789==";
  static final String METADATA_TOKEN = "AQAEAHk5v2Rj8wZq4bXn7Lc1pTd6sYg==";
  static final String POD_TOKEN = "eyJhbGciOiJSUzI1NiJ9.cG9kLXE3djJaazlMMHhQYlQ0bU45dw.sig";

  /** Whether the instance has a role. */
  boolean role = true;

  String region = "eu-central-1";

  /** The error code of STS; empty if it gives tokens. */
  String refusal = "";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  @Override
  public Answer answer(Received request) {
    switch (request.method() + " " + request.path()) {
      case "PUT /latest/api/token":
        return request.header("X-aws-ec2-metadata-token-ttl-seconds").isEmpty()
            ? AssertionEndpoint.text(400, "")
            : AssertionEndpoint.text(200, METADATA_TOKEN);
      case "GET /latest/meta-data/iam/security-credentials/":
        return metadata(request, role ? 200 : 404, "my-role");
      case "GET /latest/meta-data/iam/security-credentials/my-role":
        return metadata(request, 200, keys("ASIAV9PJ3M5TR8HD", INSTANCE_SESSION));
      case "GET /latest/meta-data/placement/region":
        return metadata(request, 200, region);
      case "GET /v1/credentials":
        return request.header("Authorization").equals(POD_TOKEN)
            ? AssertionEndpoint.json(200, keys("ASIAQ7ZC4K2NW6XB", CONTAINER_SESSION))
            : AssertionEndpoint.json(403, "{\"code\":\"AccessDenied\",\"message\":\"no\"}");
      case "POST /":
        return sts(request);
      default:
        return AssertionEndpoint.text(404, "");
    }
  }

  private static Answer metadata(Received request, int status, String body) {
    boolean known = request.header("X-aws-ec2-metadata-token").equals(METADATA_TOKEN);
    return known ? AssertionEndpoint.text(status, body) : AssertionEndpoint.text(401, "");
  }

  private static String keys(String id, String session) {
    return "{\"Code\":\"Success\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\",\"Token\":\"%s\",\"Expiration\":\"2030-01-01T00:00:00Z\"}"
        .formatted(id, SECRET, session);
  }

  private Answer sts(Received request) {
    if (!refusal.isEmpty()) {
      return error(refusal);
    }
    Map<String, String> form = form(request.body());
    Instant signed = Instant.from(TIME.parse(request.header("X-Amz-Date")));
    if (Duration.between(signed, Instant.now()).abs().compareTo(Duration.ofMinutes(5)) > 0) {
      return error("SignatureDoesNotMatch");
    }
    if (!isSigned(request)) {
      return error("SignatureDoesNotMatch");
    }
    if (!"GetWebIdentityToken".equals(form.get("Action"))
        || !"2011-06-15".equals(form.get("Version"))
        || !"RS256".equals(form.get("SigningAlgorithm"))) {
      return error("InvalidAction");
    }
    return AssertionEndpoint.xml(
        200,
        """
        <GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetWebIdentityTokenResult>
            <Expiration>2030-01-01T00:00:00Z</Expiration>
            <WebIdentityToken>%s</WebIdentityToken>
          </GetWebIdentityTokenResult>
          <ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>
        </GetWebIdentityTokenResponse>
        """
            .formatted(
                SignedJwt.of(
                    form.get("Audience.member.1"), Long.parseLong(form.get("DurationSeconds")))));
  }

  /** Its message repeats the request, as that of STS does. */
  private static Answer error(String code) {
    return AssertionEndpoint.xml(
        403,
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error>
            <Type>Sender</Type>
            <Code>%s</Code>
            <Message>The canonical request was x-amz-security-token:%s, key %s</Message>
          </Error>
          <RequestId>00000000-0000-0000-0000-000000000000</RequestId>
        </ErrorResponse>
        """
            .formatted(code, INSTANCE_SESSION, SECRET));
  }

  /** Signs what arrived once more, and compares. */
  private static boolean isSigned(Received request) {
    String given = request.header("Authorization");
    String[] parts = given.split("[=, /]+", -1);
    String id = parts[2];
    String region = parts[4];
    String names = given.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
    SortedMap<String, String> headers = new TreeMap<>();
    for (String name : names.split(";", -1)) {
      headers.put(name, request.header(capital(name)));
    }
    AwsCredentials credentials = new AwsCredentials("the test", id, SECRET, null);
    return headers.keySet().contains("host")
        && given.equals(
            new AwsSignature(credentials, region, "sts")
                .authorization("POST", headers, request.body().getBytes(StandardCharsets.UTF_8)));
  }

  /** The JDK's server keeps names as {@code X-amz-date}. */
  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      form.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }
}
