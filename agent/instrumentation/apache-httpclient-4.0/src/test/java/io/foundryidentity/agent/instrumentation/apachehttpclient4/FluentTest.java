package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import org.apache.http.client.fluent.Executor;
import org.apache.http.client.fluent.Request;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.junit.jupiter.api.Test;

/** The fluent API, a thin layer over the client. */
class FluentTest {

  private final TestNetwork network = TestNetwork.fresh();

  @Test
  void a_fluent_request_is_signed_and_sent_once_more_when_refused() throws Exception {
    InstrumentedJvm.instrument(new ApacheHttpClient4Instrumentation());
    network.foundry().refuseNext(1);
    try (CloseableHttpClient client = BuiltClient.pooling(network.trust()).build()) {
      Request request =
          Request.Post(network.target("/echo"))
              .addHeader("api-key", "placeholder-key")
              .bodyString("a question", ContentType.TEXT_PLAIN);
      String answer = Executor.newInstance(client).execute(request).returnContent().asString();
      assertThat(answer).contains("a question");
    }
    assertThat(network.foundry().requests()).hasSize(2);
    assertThat(network.foundry().requests())
        .allSatisfy(sent -> assertThat(sent.headers().contains("api-key")).isFalse());
  }
}
