package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.identity.CredentialUnavailableException;
import java.net.URL;

/**
 * The identity token of a service account on Google Cloud, from the metadata server of Compute
 * Engine, GKE, Cloud Run and Cloud Functions.
 */
final class GoogleAssertion implements AssertionSource {

  private static final String GOOGLE = "Google's metadata server";
  private static final String HOST = "GCE_METADATA_HOST";
  private static final String DEFAULT_HOST = "metadata.google.internal";
  private static final String PATH =
      "/computeMetadata/v1/instance/service-accounts/default/identity";
  private static final HttpHeaderName FLAVOR = HttpHeaderName.fromString("Metadata-Flavor");
  private static final String ONLY = "assertion=google works only on Google Cloud: ";

  private final IdentityEnvironment environment;
  private final String audience;
  private final AssertionExchange exchange;

  GoogleAssertion(IdentityEnvironment environment, String audience, AssertionExchange exchange) {
    this.environment = environment;
    this.audience = audience;
    this.exchange = exchange;
  }

  @Override
  public String name() {
    return "Google Cloud";
  }

  @Override
  public String assertion() {
    String host = environment.get(HOST);
    String query = "?audience=" + FormText.encoded(audience) + "&format=full";
    URL url =
        AssertionUrl.ofMetadata(
            HOST, "http://" + (host == null ? DEFAULT_HOST : host) + PATH + query);
    if (!PATH.equals(url.getPath())) {
      throw new WrongSettingException(HOST + " is not a host name or address");
    }
    HttpRequest request = new HttpRequest(HttpMethod.GET, url).setHeader(FLAVOR, "Google");
    AssertionAnswer answer =
        exchange.sendIfThere(request, ONLY + "its metadata server does not answer");
    if (!"Google".equals(answer.header("Metadata-Flavor"))) {
      throw new CredentialUnavailableException(
          ONLY
              + "something else answers at "
              + FailureText.clean(url.getHost())
              + ", without the header Metadata-Flavor: Google ("
              + answer.described()
              + ")");
    }
    if (answer.status() == 404) {
      throw new AssertionException(
          404,
          null,
          GOOGLE
              + " has no identity ("
              + answer.described()
              + "): attach a service account to this machine, service or pod");
    }
    return new AssertionCheck(GOOGLE, audience)
        .of(answer.status() == 200 ? answer.text() : null, answer);
  }
}
