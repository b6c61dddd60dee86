package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.HttpPipeline;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.foundryidentity.agent.core.targets.Cloud;
import io.foundryidentity.agent.core.token.Identity;
import java.net.MalformedURLException;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/**
 * The first step of an agent identity's sign-in: its blueprint gets T1, a token that names the
 * agent identity ({@code fmi_path}) and is that one's assertion.
 *
 * <p>By msal4j itself, as no credential of azure-identity can send {@code fmi_path}. A pipeline
 * policy that adds it to the body of a ClientAssertionCredential's request works too; but it would
 * depend on the form of a body that the library writes, where msal4j has a parameter for it. The
 * request takes the same pipeline as all others.
 */
final class Blueprint {

  private final Identity identity;
  private final Members members;
  private final ExecutorService executor;

  Blueprint(Identity identity, Members members, ExecutorService executor) {
    this.identity = identity;
    this.members = members;
    this.executor = executor;
  }

  /** A new T1: a new application has no cached token. */
  AccessToken token(String assertion) {
    String authority = members.authorityHost();
    HttpPipeline pipeline = members.signInPipeline();
    ClientCredentialParameters parameters =
        ClientCredentialParameters.builder(
                Collections.singleton(Cloud.tokenExchangeAudience(authority) + "/.default"))
            .skipCache(true)
            .fmiPath(String.valueOf(identity.clientId()))
            .build();
    try {
      IAuthenticationResult result =
          ConfidentialClientApplication.builder(
                  String.valueOf(identity.blueprintClientId()),
                  ClientCredentialFactory.createFromClientAssertion(assertion))
              .authority(authority + (authority.endsWith("/") ? "" : "/") + identity.tenantId())
              .instanceDiscovery(false)
              .executorService(executor)
              .httpClient(new MsalHttpClient(pipeline))
              .build()
              .acquireToken(parameters)
              .get();
      return new AccessToken(
          result.accessToken(), result.expiresOnDate().toInstant().atOffset(ZoneOffset.UTC));
    } catch (MalformedURLException e) {
      throw new WrongSettingException(
          "authority-host=" + FailureText.clean(authority) + " is not a URL");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException
          ? (RuntimeException) e.getCause()
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the blueprint's token");
    }
  }
}
