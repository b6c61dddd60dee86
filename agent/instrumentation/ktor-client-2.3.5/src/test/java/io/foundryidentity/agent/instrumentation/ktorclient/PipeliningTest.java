package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ktor.client.HttpClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Several requests, one after another, on one connection; 2.3.5 fails at a second GET of its own.
 */
class PipeliningTest extends SignedFoundry {

  @Test
  void each_request_of_a_pipeline_is_signed() throws Exception {
    HttpClient client = pipelining();
    assertThat(status(client, post(network().target("/echo?1")))).isEqualTo(200);
    assertThat(status(client, post(network().target("/echo?2")))).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(2).allSatisfy(this::assertSigned);
  }

  @Test
  void the_failure_policy_reaches_its_caller_and_leaves_the_pipeline_whole() throws Exception {
    HttpClient client = pipelining();
    assertThat(status(client, post(network().target("/echo?1")))).isEqualTo(200);
    network().authorizer().failByPolicy("no identity endpoint answers here");
    assertThatThrownBy(() -> status(client, post(network().target("/echo?2"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no identity endpoint answers here");
    network().authorizer().recover();
    assertThat(status(client, post(network().target("/echo?3")))).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(2);
  }

  private HttpClient pipelining() {
    return client(cio -> cio.setPipelining(true));
  }
}
