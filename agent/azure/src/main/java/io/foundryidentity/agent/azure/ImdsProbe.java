package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentitySourceType;
import io.foundryidentity.agent.core.json.Json;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out within a second whether the instance metadata service is there: if it is not, the
 * library's retries take half a minute.
 *
 * <p>DefaultAzureCredential's own probe uses the JVM's proxy and is sent again for every token.
 * This one is sent directly, and not again after there was an answer.
 */
final class ImdsProbe {

  private static final String PATH = "/metadata/identity/oauth2/token?api-version=2018-02-01";

  private final DirectHttpClient http;
  private final @Nullable String podAuthority;
  private volatile boolean answered;

  /**
   * @param http a client with timeouts of about a second
   */
  ImdsProbe(DirectHttpClient http, @Nullable String podAuthority) {
    this.http = http;
    this.podAuthority = podAuthority;
  }

  /**
   * Whether the answer can be the service's: its answers are JSON. Without JSON these statuses
   * still count, as a service that is being updated or is overloaded may have them sent in its
   * place. On machines outside Azure a proxy or a container engine answers 403 or a page.
   */
  private static boolean isService(HttpResponse answer) {
    int status = answer.getStatusCode();
    if (status == 404 || status == 410 || status == 429 || status >= 500) {
      return true;
    }
    BinaryData body = answer.getBodyAsBinaryData();
    return body != null && !Json.object(body.toString()).isEmpty();
  }

  /**
   * Does nothing if another managed identity endpoint is configured: that one is assumed to exist.
   */
  void check() {
    if (answered
        || ManagedIdentityApplication.getManagedIdentitySource()
            != ManagedIdentitySourceType.DEFAULT_TO_IMDS) {
      return;
    }
    String host = podAuthority == null ? "http://169.254.169.254" : podAuthority;
    while (host.endsWith("/")) {
      host = host.substring(0, host.length() - 1);
    }
    try {
      // No Metadata header and no resource, so the service itself answers 400
      HttpResponse answer =
          http.sendSync(new HttpRequest(HttpMethod.GET, host + PATH), Context.NONE);
      if (!isService(answer)) {
        throw new CredentialUnavailableException(
            "no managed identity endpoint here (HTTP "
                + answer.getStatusCode()
                + " and no JSON: something else answers at this address)");
      }
      answered = true;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new CredentialUnavailableException(
          "no managed identity endpoint here (" + FailureText.of(e) + ")");
    }
  }
}
