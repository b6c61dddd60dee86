package io.foundryidentity.agent.instrumentation.azurecore;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies do from 1.46 on. */
final class NewerPolicyTest extends InstrumentedTransport {

  @Override
  String provider() {
    return "com.azure.core.http.netty.NettyAsyncHttpClientProvider";
  }

  @Override
  ClientInstrumentation stack() {
    return new NettyInstrumentation();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_body_that_the_policy_has_made_repeatable_is_sent_again(boolean sync) {
    network().foundry().refuseNext(1);
    assertThat(
            status(
                sync, retrying(1), post(network().target("/echo"), StackWithoutRetryCases.once())))
        .isEqualTo(200);
    assertTwoTokens();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_retry_is_made_at_once(boolean sync) {
    network().foundry().refuseNext(1);
    assertThat(status(sync, retrying(1, Duration.ofHours(1)), post())).isEqualTo(200);
    assertTwoTokens();
  }
}
