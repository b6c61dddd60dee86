package io.foundryidentity.agent.instrumentation.azurecore;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.BinaryData;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts besides where azure-core itself makes the retry. */
abstract class StackWithoutRetryCases extends TransportCases {

  @Override
  List<HttpPipelinePolicy> lastPolicies() {
    return List.of(new SigningPolicy());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_body_that_cannot_be_repeated_is_not_sent_twice(boolean sync) throws Exception {
    network().foundry().refuseNext(1);
    assertThat(status(sync, 0, post(network().target("/echo"), once()))).isEqualTo(401);
    assertThat(seen()).hasSize(1);
    assertThat(network().authorizer().values()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_body_that_the_retry_policy_has_buffered_is_sent_again(boolean sync) throws Exception {
    network().foundry().refuseNext(1);
    assertThat(status(sync, 1, post(network().target("/echo"), once()))).isEqualTo(200);
    assertThat(seen()).hasSize(2);
    assertThat(seen().get(1).bodyText()).isEqualTo("asked once");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_failure_policy_is_left_to_the_stack_below(boolean sync) throws Exception {
    network().authorizer().failByPolicy("no token");
    assertThat(status(sync, 3, post())).isEqualTo(401);
    assertThat(seen()).hasSize(1);
    assertThat(seen().get(0).header("x-no-token")).isEqualTo("by policy");
  }

  private static BinaryData once() {
    byte[] text = "asked once".getBytes(StandardCharsets.UTF_8);
    return BinaryData.fromStream(new ByteArrayInputStream(text));
  }
}
