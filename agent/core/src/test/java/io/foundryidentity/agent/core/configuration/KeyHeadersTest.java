package io.foundryidentity.agent.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyHeadersTest {

  @Test
  void every_key_header_is_taken_out_but_those_that_are_kept() {
    assertThat(KeyHeaders.all())
        .containsExactly("api-key", "x-api-key", "ocp-apim-subscription-key");
    assertThat(KeyHeaders.without(List.of("api-key")))
        .containsExactly("x-api-key", "ocp-apim-subscription-key");
  }

  @Test
  void a_client_does_not_present_a_key_in_the_gateways_header() {
    assertThat(KeyHeaders.ofClients()).containsExactly("api-key", "x-api-key");
  }
}
