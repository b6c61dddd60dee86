package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.identity.CredentialUnavailableException;
import io.foundryidentity.agent.core.output.KnownSecrets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of an EC2 instance, version 2 only: a token first, which a proxy or a
 * careless program in between cannot get, then what is asked for.
 */
final class AwsInstance {

  private static final String ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
  private static final String MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
  private static final HttpHeaderName LIFE =
      HttpHeaderName.fromString("X-aws-ec2-metadata-token-ttl-seconds");
  private static final HttpHeaderName TOKEN = HttpHeaderName.fromString("X-aws-ec2-metadata-token");
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

  /** Of a metadata token: base64, which a page or a message is not. */
  private static final Pattern FORM = Pattern.compile("[\\w+/=-]{8,1000}");

  private static final Pattern ROLE = Pattern.compile("[\\w+=,.@-]{1,128}");

  private final IdentityEnvironment environment;
  private final AssertionExchange exchange;

  AwsInstance(IdentityEnvironment environment, AssertionExchange exchange) {
    this.environment = environment;
    this.exchange = exchange;
  }

  /** Whether AWS_EC2_METADATA_DISABLED forbids to ask it. */
  boolean isDisabled() {
    return "true".equalsIgnoreCase(environment.get("AWS_EC2_METADATA_DISABLED"));
  }

  /**
   * The keys of the role of the instance.
   *
   * @throws CredentialUnavailableException if this machine is not an EC2 instance, or has no role
   */
  AwsCredentials credentials() {
    String token = token();
    AssertionAnswer roles = get(ROLES, token);
    if (roles.status() == 404) {
      throw new CredentialUnavailableException(
          "this EC2 instance has no IAM role ("
              + roles.described()
              + "): attach an instance profile");
    }
    String role = roles.text().trim();
    if (roles.status() != 200 || !ROLE.matcher(role).matches()) {
      throw new AssertionException(
          roles.status(),
          null,
          "the EC2 instance metadata gave no name of a role (" + roles.described() + ")");
    }
    return AwsKeys.in(get(ROLES + role, token), "the EC2 instance metadata");
  }

  /** The region of the instance; null if there is none to be told. */
  @Nullable String region() {
    AssertionAnswer answer = get("/latest/meta-data/placement/region", token());
    return answer.status() == 200 ? answer.text().trim() : null;
  }

  private String token() {
    // An empty body, as some servers want a length for each PUT
    HttpRequest request =
        new HttpRequest(HttpMethod.PUT, AssertionUrl.ofMetadata(ENDPOINT, url("/latest/api/token")))
            .setHeader(LIFE, "60")
            .setBody(new byte[0]);
    AssertionAnswer answer =
        exchange.sendIfThere(request, "no EC2 instance metadata answers at " + host());
    String token = answer.text().trim();
    if (answer.status() != 200 || !FORM.matcher(token).matches()) {
      throw new CredentialUnavailableException(
          "what answers at "
              + host()
              + " is not the instance metadata service of EC2 in version 2, or it is switched off ("
              + answer.described()
              + ")");
    }
    KnownSecrets.add(token);
    return token;
  }

  private AssertionAnswer get(String path, String token) {
    return exchange.send(
        new HttpRequest(HttpMethod.GET, AssertionUrl.ofMetadata(ENDPOINT, url(path)))
            .setHeader(TOKEN, token));
  }

  private String url(String path) {
    String base = environment.get(ENDPOINT);
    if (base == null) {
      boolean ipv6 = "IPv6".equalsIgnoreCase(environment.get(MODE));
      base = ipv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
    }
    while (base.endsWith("/")) {
      base = base.substring(0, base.length() - 1);
    }
    return base + path;
  }

  private String host() {
    return AssertionUrl.ofMetadata(ENDPOINT, url("/")).getHost();
  }
}
