package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentitySourceType;
import io.foundryidentity.agent.core.connection.NotConnectedException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out within a second whether the instance metadata service is there: if it is not, the
 * library's retries take half a minute.
 *
 * <p>DefaultAzureCredential's own probe uses the JVM's proxy and is sent again for every token.
 * This one is sent directly, and not again after there was an answer of the service.
 *
 * <p><b>Two mistakes are possible.</b> Outside Azure something else may answer (Docker Desktop's
 * 403, a proxy's page, another cloud's 404): if it were taken for the service, a developer could
 * not sign in. In Azure the service may be updated or overloaded, and another part of the platform
 * answers in its place, or nothing does: if it were taken for something else, the application would
 * go on as the developer who once signed in on that machine. So:
 *
 * <ul>
 *   <li>An answer of the service's own form ({@link ImdsForm}) is the service, whatever its status.
 *   <li>Without that form, a status that may pass (404, 408, 410, 429, 5xx), or a connection
 *       without an answer, is the service on a machine of Azure ({@link AzureMachine}) and nowhere
 *       else. The library then asks again, with growing pauses.
 *   <li>All else, and an address to which no connection can be opened, is not the service.
 * </ul>
 */
final class ImdsProbe {

  private static final Logger log = LoggerFactory.getLogger(ImdsProbe.class);

  private static final String PATH = "/metadata/identity/oauth2/token?api-version=2018-02-01";

  private final DirectHttpClient http;
  private final @Nullable String podAuthority;
  private final BooleanSupplier azure;
  private volatile boolean answered;
  private volatile boolean told;

  /**
   * @param http a client with timeouts of about a second
   * @param azure whether this is a machine of Azure; asked only if an answer does not tell
   */
  ImdsProbe(DirectHttpClient http, @Nullable String podAuthority, BooleanSupplier azure) {
    this.http = http;
    this.podAuthority = podAuthority;
    this.azure = azure;
  }

  /**
   * Does nothing if another managed identity endpoint is configured: that one is assumed to exist.
   *
   * @throws CredentialUnavailableException if the service is not there
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
      HttpRequest request = new HttpRequest(HttpMethod.GET, host + PATH);
      check(request.getUrl().getHost(), http.sendSync(request, Context.NONE));
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NotConnectedException) && azure.getAsBoolean()) {
        log.debug("IMDS has accepted a connection and has not answered yet");
        return;
      }
      throw absent(FailureText.of(e));
    } catch (IllegalArgumentException e) {
      throw absent(FailureText.of(e));
    }
  }

  private void check(String host, HttpResponse answer) {
    BinaryData body = answer.getBodyAsBinaryData();
    int status = answer.getStatusCode();
    if (ImdsForm.isOwn(
        answer.getHeaderValue(HttpHeaderName.SERVER), body == null ? "" : body.toString())) {
      answered = true;
    } else if (!ImdsForm.mayPass(status) || !azure.getAsBoolean()) {
      String what = "HTTP " + status + ", which is not an answer of IMDS";
      if (!told) {
        told = true;
        log.info(
            "{} answers with {}: something else answers there, for example a proxy or a container"
                + " engine. Managed identity is not used; the next credential is tried",
            host,
            what);
      }
      throw absent(what + ": something else answers at this address");
    }
  }

  private static CredentialUnavailableException absent(String reason) {
    return new CredentialUnavailableException("no managed identity endpoint here (" + reason + ")");
  }
}
