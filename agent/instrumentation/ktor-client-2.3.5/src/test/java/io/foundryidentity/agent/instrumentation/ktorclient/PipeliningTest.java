package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ktor.client.HttpClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Several requests, one after another, on one connection; 2.3.5 fails by itself at a second GET.
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

  @Test
  void a_get_which_shares_its_connection_is_signed() throws Exception {
    assumeTrue(KtorVersion.takesNamelessCertificates(), "2.3.5 cannot read such a pipeline");
    assertThat(status(pipelining(), get(network().target("/echo")))).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(1).allSatisfy(this::assertSigned);
  }

  @Test
  void the_failure_policy_reaches_the_caller_of_a_get_which_shares_its_connection() {
    HttpClient client = pipelining();
    network().authorizer().failByPolicy("no identity endpoint answers here");
    assertThatThrownBy(() -> status(client, get(network().target("/echo"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no identity endpoint answers here");
    assertThat(network().foundry().requests()).isEmpty();
  }

  private HttpClient pipelining() {
    return client(cio -> cio.setPipelining(true));
  }
}
