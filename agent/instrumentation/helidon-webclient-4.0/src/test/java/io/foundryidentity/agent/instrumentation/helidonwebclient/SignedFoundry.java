package io.foundryidentity.agent.instrumentation.helidonwebclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import io.helidon.common.tls.Tls;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The test network and the advice, for the cases that only Helidon has. */
abstract class SignedFoundry {

  private TestNetwork network;

  @BeforeEach
  final void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new HelidonWebClientInstrumentation());
  }

  @AfterEach
  final void no_advice_failed() {
    assertThat(network.authorizer().failures()).isEmpty();
  }

  final TestNetwork network() {
    return network;
  }

  final Tls tls() {
    return Tls.builder().sslContext(network.trust()).build();
  }

  final List<ReceivedRequest> atFoundry() {
    return network.foundry().requests();
  }

  final ReceivedRequest lastRequest() {
    return atFoundry().get(atFoundry().size() - 1);
  }

  /** Asserts that the request has the current token. */
  final void assertSigned(ReceivedRequest request) {
    List<String> values = network.authorizer().values();
    assertThat(request.headers().all("authorization"))
        .hasSize(1)
        .allMatch(values.get(values.size() - 1)::equals);
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  final void assertUnsigned(List<ReceivedRequest> requests) {
    assertThat(requests)
        .isNotEmpty()
        .allMatch(request -> !request.headers().contains("authorization"));
  }
}
