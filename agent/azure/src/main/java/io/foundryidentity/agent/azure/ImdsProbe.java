package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.Context;
import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentitySourceType;
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
      // No Metadata header and no resource: any answer is enough, and this one is a 400
      http.sendSync(new HttpRequest(HttpMethod.GET, host + PATH), Context.NONE);
      answered = true;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new CredentialUnavailableException(
          "no managed identity endpoint here (" + FailureText.of(e) + ")");
    }
  }
}
