package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import java.net.URL;
import reactor.core.publisher.Mono;

/** Stands for the stack below a transport: signs as late as a policy can. */
final class SigningPolicy implements HttpPipelinePolicy {

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    HttpRequest request = context.getHttpRequest();
    URL url = request.getUrl();
    try {
      String value =
          AuthorizationBridge.authorize(
              url.getProtocol(), url.getHost(), url.getPort(), url.getPath(), null, false);
      if (value != null) {
        request.setHeader("Authorization", value);
      }
    } catch (FailurePolicyException noToken) {
      request.setHeader("X-No-Token", "by policy");
    }
    return next.process();
  }
}
