package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpClientProvider;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.HttpPipelinePolicy;

/** Pipelines as clients build them. */
final class Pipelines {

  private Pipelines() {}

  /**
   * The transport that a provider makes.
   *
   * @param provider a class name, as not every version has all of them
   */
  static HttpClient transport(String provider) {
    try {
      Object made = Class.forName(provider).getConstructor().newInstance();
      return ((HttpClientProvider) made).createInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static HttpPipeline of(HttpClient transport, HttpPipelinePolicy... policies) {
    return new HttpPipelineBuilder().httpClient(transport).policies(policies).build();
  }
}
