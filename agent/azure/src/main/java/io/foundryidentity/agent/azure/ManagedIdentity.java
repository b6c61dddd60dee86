package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpPipeline;
import com.azure.identity.CredentialUnavailableException;
import com.azure.identity.implementation.MsalToken;
import com.azure.identity.implementation.util.ScopeUtil;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.ManagedIdentitySourceType;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A managed identity's credential, without Reactor.
 *
 * <p>It asks msal4j directly, as azure-identity's ManagedIdentityCredential does. That one has no
 * synchronous path: it loads 330 classes of Reactor to wait for one future, in every JVM that gets
 * its first token. Its own checks and its pipeline are the same here.
 *
 * <p>{@code forceRefresh} bypasses msal4j's cache, which is shared by the whole process and returns
 * the same token for most of that token's life: a refused token could not be replaced.
 */
final class ManagedIdentity implements TokenCredential {

  private static final String WITHOUT_IDS =
      "remove client-id, object-id and resource-id, and AZURE_CLIENT_ID";

  private final ManagedIdentityId id;
  private final HttpPipeline pipeline;
  private final ExecutorService executor;

  private ManagedIdentity(ManagedIdentityId id, HttpPipeline pipeline, ExecutorService executor) {
    this.id = id;
    this.pipeline = pipeline;
    this.executor = executor;
  }

  /**
   * The endpoints accept only one of the ids: the most exact one is used, the client id last.
   *
   * @param executor what msal4j runs on
   */
  static ManagedIdentity of(
      @Nullable String resourceId,
      @Nullable String objectId,
      @Nullable String clientId,
      HttpPipeline pipeline,
      ExecutorService executor) {
    return new ManagedIdentity(id(resourceId, objectId, clientId), pipeline, executor);
  }

  private static ManagedIdentityId id(
      @Nullable String resourceId, @Nullable String objectId, @Nullable String clientId) {
    if (resourceId != null) {
      return ManagedIdentityId.userAssignedResourceId(resourceId);
    }
    if (objectId != null) {
      return ManagedIdentityId.userAssignedObjectId(objectId);
    }
    return clientId == null
        ? ManagedIdentityId.systemAssigned()
        : ManagedIdentityId.userAssignedClientId(clientId);
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request));
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    if (id.getUserAssignedId() != null) {
      checkThatItCanBeUserAssigned(ManagedIdentityApplication.getManagedIdentitySource());
    }
    ManagedIdentityParameters parameters =
        ManagedIdentityParameters.builder(ScopeUtil.scopesToResource(request.getScopes()))
            .forceRefresh(true)
            .build();
    ManagedIdentityApplication application =
        ManagedIdentityApplication.builder(id)
            .disableInternalRetries() // The pipeline has its own
            .httpClient(new MsalHttpClient(pipeline))
            .executorService(executor)
            .build();
    try {
      return new MsalToken(application.acquireTokenForManagedIdentity(parameters).get());
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a token");
    } catch (Exception e) {
      throw failure(e);
    }
  }

  /** As azure-identity has it: these two would ignore the id and answer for another identity. */
  private static void checkThatItCanBeUserAssigned(ManagedIdentitySourceType source) {
    if (source == ManagedIdentitySourceType.CLOUD_SHELL) {
      throw new CredentialUnavailableException(
          "Cloud Shell has no user-assigned managed identity: " + WITHOUT_IDS);
    }
    if (source == ManagedIdentitySourceType.SERVICE_FABRIC) {
      throw new CredentialUnavailableException(
          "Service Fabric chooses the managed identity itself: " + WITHOUT_IDS);
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    return new ClientAuthenticationException("Managed Identity authentication failed", null, cause);
  }
}
