package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.ktor.client.HttpClient;
import org.junit.jupiter.api.Test;

/** What is special about sending a refused request again. */
class RetryTest extends SignedFoundry {

  @Test
  void the_refused_call_gives_its_connection_back_before() throws Exception {
    HttpClient client =
        client(
            cio -> {
              cio.setMaxConnectionsCount(1);
              cio.getEndpoint().setMaxConnectionsPerRoute(1);
            });
    network().foundry().refuseNext(1);
    assertThat(status(client, get(network().target("/echo")))).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(2);
  }

  @Test
  void an_application_that_expects_success_hears_of_no_refusal() throws Exception {
    HttpClient client =
        closed(
            Requests.client(
                Requests.trust(network()), cio -> {}, config -> config.setExpectSuccess(true)));
    network().foundry().refuseNext(1);
    assertThat(status(client, get(network().target("/echo")))).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(2);
  }
}
