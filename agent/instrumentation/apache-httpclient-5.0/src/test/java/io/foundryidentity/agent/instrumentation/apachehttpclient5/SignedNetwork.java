package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import org.junit.jupiter.api.BeforeEach;

/** The test network and the advice, for the cases that only this client has. */
abstract class SignedNetwork {

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    Trust.in(network);
    InstrumentedJvm.instrument(new ApacheHttpClient5Instrumentation());
  }

  TestNetwork network() {
    return network;
  }
}
