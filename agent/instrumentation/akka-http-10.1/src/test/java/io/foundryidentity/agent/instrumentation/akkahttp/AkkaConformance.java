package io.foundryidentity.agent.instrumentation.akkahttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.simulator.ReceivedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Akka tunnels plain http through a proxy too, so it is the target that shows what was written. */
abstract class AkkaConformance extends HttpClientConformance {

  @Test
  @Override
  public void plain_http_through_a_proxy_keeps_what_the_application_wrote() throws Exception {
    TestRequest request =
        TestRequest.get(network().plainTarget("/echo"))
            .with("Authorization", "Bearer placeholder")
            .with("api-key", "placeholder-key");
    try (TestResponse response = tested().send(request.through(network().proxyAddress()))) {
      response.text();
    }
    assertThat(network().proxy().requests())
        .extracting(ReceivedRequest::method)
        .containsExactly("CONNECT");
    List<ReceivedRequest> seen = network().foundry().requests();
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).headers().all("authorization")).containsExactly("Bearer placeholder");
    assertThat(seen.get(0).headers().all("api-key")).containsExactly("placeholder-key");
  }
}
