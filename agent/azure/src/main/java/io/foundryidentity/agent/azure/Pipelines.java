package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.ExponentialBackoff;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.identity.implementation.ImdsRetryStrategy;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentitySourceType;

/**
 * The HTTP pipeline of an identity request: retries and nothing else.
 *
 * <p>azure-identity's own pipeline ends in a logging policy, which logs answers including tokens if
 * {@code AZURE_HTTP_LOG_DETAIL_LEVEL} is set, and which loads Jackson only to format them. Without
 * it no class of Jackson is needed, and none is shipped.
 */
final class Pipelines {

  private Pipelines() {}

  static HttpPipeline of(HttpClient http, RetryPolicy retry) {
    return new HttpPipelineBuilder()
        .httpClient(http)
        // Another agent's tracing would record the agent's request as one of the application's
        .tracer(new NoTracer())
        .policies(new UserAgentPolicy("foundry-identity-agent"), retry)
        .build();
  }

  /** What is set wrongly is as wrong a second later. */
  static RetryPolicy tokenProxyRetry() {
    return SpreadRetry.policy(
        new ExponentialBackoff() {
          @Override
          public boolean shouldRetryException(Throwable failure) {
            return !(failure instanceof WrongSettingException);
          }
        });
  }

  /** IMDS answers 404, 410 and 429 while it is updated or busy, which may take 70 s. */
  static RetryPolicy managedIdentityRetry() {
    return ManagedIdentityApplication.getManagedIdentitySource()
            == ManagedIdentitySourceType.DEFAULT_TO_IMDS
        ? SpreadRetry.policy(new ImdsRetryStrategy())
        : signInRetry();
  }

  /** azure-core's usual rules. */
  static RetryPolicy signInRetry() {
    return SpreadRetry.policy(new ExponentialBackoff());
  }
}
