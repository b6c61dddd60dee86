package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

/** What the agent still knows of a classic request after its answer. */
class AnsweredTest extends SignedNetwork {

  @Test
  void of_one_that_was_answered_well_nothing() throws Exception {
    assertThat(isKnownAfter(200)).isFalse();
  }

  @Test
  void of_one_that_was_refused_enough_to_judge_the_refusal() throws Exception {
    network().foundry().refuseNext(2); // The second one refuses the agent's own retry

    assertThat(isKnownAfter(401)).isTrue();
  }

  /** The connection gets the client's own copy of a request, which the last interceptor sees. */
  private boolean isKnownAfter(int status) throws Exception {
    AtomicReference<HttpRequest> sent = new AtomicReference<>();
    try (CloseableHttpClient client =
        HttpClients.custom()
            .addRequestInterceptorLast((request, entity, context) -> sent.set(request))
            .build()) {
      int answer =
          client.execute(
              new HttpGet(network().target("/echo")),
              response -> {
                EntityUtils.consume(response.getEntity());
                return response.getCode();
              });
      assertThat(answer).isEqualTo(status);
    }
    AuthorizationBridge.markRefused(sent.get());
    return AuthorizationBridge.wasRefused(sent.get());
  }
}
