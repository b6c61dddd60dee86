package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.nio.client.CloseableHttpPipeliningClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.junit.jupiter.api.Test;

/** The client that sends without waiting for answers, which 4.0 does not have. */
class PipeliningHoldTest {

  private final TestNetwork network = TestNetwork.fresh();

  @Test
  void all_requests_of_a_pipeline_wait_and_keep_their_order() throws Exception {
    InstrumentedJvm.instrument(new ApacheHttpAsyncClient4Instrumentation());
    try (CloseableHttpPipeliningClient client = HttpAsyncClients.createPipelining()) {
      client.start();
      network.authorizer().holdTokens();
      HttpHost target = new HttpHost("127.0.0.1", network.foundry().plainPort());
      Future<List<HttpResponse>> answers =
          client.execute(
              target,
              List.<HttpRequest>of(
                  new HttpGet("/echo?1"), new HttpGet("/echo?2"), new HttpGet("/echo?3")),
              null);
      assertThat(network.authorizer().heldBack()).isEqualTo(1);
      assertThat(network.foundry().requests()).isEmpty();
      network.authorizer().releaseTokens();
      assertThat(answers.get(60, SECONDS))
          .extracting(answer -> answer.getStatusLine().getStatusCode())
          .containsExactly(200, 200, 200);
    }
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::path)
        .containsExactly("/echo?1", "/echo?2", "/echo?3");
    assertThat(network.foundry().requests())
        .extracting(request -> request.header("authorization"))
        .containsOnly(network.authorizer().values().get(0));
    assertThat(network.authorizer().failures()).isEmpty();
  }
}
