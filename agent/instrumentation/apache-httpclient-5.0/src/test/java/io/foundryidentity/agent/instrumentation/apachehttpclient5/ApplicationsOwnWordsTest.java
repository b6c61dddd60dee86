package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where this client lets an application say one host and mean another. */
class ApplicationsOwnWordsTest {

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    Trust.in(network);
    InstrumentedJvm.instrument(new ApacheHttpClient5Instrumentation());
  }

  @Test
  void a_request_that_names_a_target_and_is_sent_to_a_stranger_is_not_signed() throws Exception {
    try (CloseableHttpClient client = HttpClients.createDefault()) {
      HttpHost stranger = new HttpHost("https", "127.0.0.1", network.stranger().port());
      execute(client, stranger, new HttpGet(network.target("/echo")));
    }
    assertNoToken(network.stranger().requests());
  }

  @Test
  void a_request_without_a_host_of_its_own_is_signed_for_the_one_it_is_sent_to() throws Exception {
    try (CloseableHttpClient client = HttpClients.createDefault()) {
      HttpHost target = new HttpHost("https", "localhost", network.foundry().port());
      assertThat(execute(client, target, new HttpGet("/echo"))).isEqualTo(200);
    }
  }

  @Test
  void a_minimal_client_signs_too_and_heals_after_a_refusal() throws Exception {
    network.foundry().refuseNext(1);
    try (CloseableHttpClient client = HttpClients.createMinimal()) {
      HttpHost target = new HttpHost("https", "localhost", network.foundry().port());
      assertThat(execute(client, target, new HttpGet(network.target("/echo")))).isEqualTo(401);
      assertThat(execute(client, target, new HttpGet(network.target("/echo")))).isEqualTo(200);
    }
  }

  @SuppressWarnings("deprecation") // the way of 5.0, which the newest still has
  private static int execute(CloseableHttpClient client, HttpHost target, HttpGet request)
      throws IOException {
    // 5.0's minimal client needs a context
    try (CloseableHttpResponse response =
        client.execute(target, request, HttpClientContext.create())) {
      EntityUtils.consume(response.getEntity());
      return response.getCode();
    }
  }

  private void assertNoToken(List<ReceivedRequest> requests) {
    assertThat(requests).isNotEmpty();
    assertThat(requests).noneMatch(request -> request.headers().anyValueContains("Bearer eyJ"));
  }
}
