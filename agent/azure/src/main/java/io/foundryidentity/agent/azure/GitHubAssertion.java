package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.core.output.KnownSecrets;
import java.net.URL;

/** The OIDC token of a GitHub Actions job, from the address that the runner gives the job. */
final class GitHubAssertion implements AssertionSource {

  private static final String GITHUB = "GitHub Actions";
  private static final String ADDRESS = "ACTIONS_ID_TOKEN_REQUEST_URL";
  private static final String TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

  private final IdentityEnvironment environment;
  private final String audience;
  private final AssertionExchange exchange;

  GitHubAssertion(IdentityEnvironment environment, String audience, AssertionExchange exchange) {
    this.environment = environment;
    this.audience = audience;
    this.exchange = exchange;
  }

  @Override
  public String name() {
    return GITHUB;
  }

  @Override
  public String assertion() {
    String missing = environment.missing(ADDRESS, TOKEN);
    if (!missing.isEmpty()) {
      throw new NotConfiguredException(
          "assertion=github works only in a GitHub Actions job with the permission id-token: write;"
              + " not set: "
              + missing);
    }
    String token = HeaderValue.of(TOKEN, String.valueOf(environment.get(TOKEN)));
    KnownSecrets.add(token);
    String address = String.valueOf(environment.get(ADDRESS));
    URL url =
        AssertionUrl.of(
            ADDRESS,
            address
                + (address.indexOf('?') < 0 ? "?" : "&")
                + "audience="
                + FormText.encoded(audience));
    AssertionAnswer answer =
        exchange.send(
            new HttpRequest(HttpMethod.GET, url)
                .setHeader(HttpHeaderName.AUTHORIZATION, "bearer " + token));
    if (answer.status() == 401 || answer.status() == 403) {
      throw new AssertionException(
          answer.status(),
          null,
          GITHUB
              + " refused the request token ("
              + answer.described()
              + "): it is valid only in its own job, while the job runs");
    }
    Object value = answer.status() == 200 ? Json.object(answer.text()).get("value") : null;
    return new AssertionCheck(GITHUB, audience).of(value, answer);
  }
}
