package io.foundryidentity.agent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** The test network and the advice, for the cases that only OkHttp has. */
abstract class SignedFoundry {

  private static TestNetwork network;

  static {
    // Before any field of a test makes a client: the JDK reads its default trust only once
    trust(TestNetwork.fresh());
  }

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new OkHttpInstrumentation());
  }

  /** Sets the default trust: the one setting that works in all versions. */
  static void trust(TestNetwork network) {
    CertificateAuthority certificates = network.simulator().certificates();
    System.setProperty("javax.net.ssl.trustStore", certificates.trustStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", certificates.trustStorePassword());
  }

  static Simulator simulator() {
    return network.simulator();
  }

  static TestAuthorizer agent() {
    return network.authorizer();
  }

  /** The {@code Authorization} value that is sent now. */
  static String bearer() {
    List<String> values = agent().values();
    return values.get(values.size() - 1);
  }

  static String https() {
    return "https://localhost:" + simulator().foundry().port();
  }

  /** A target's host and port, where another server answers. */
  static String impostor() {
    return "https://localhost:" + simulator().impostor().port();
  }

  static String http() {
    return "http://127.0.0.1:" + simulator().foundry().plainPort();
  }

  static ReceivedRequest lastRequest() {
    List<ReceivedRequest> requests = simulator().foundry().requests();
    return requests.get(requests.size() - 1);
  }

  static void assertNoToken(List<ReceivedRequest> requests) {
    assertThat(requests)
        .allSatisfy(request -> assertThat(request.headers().contains("authorization")).isFalse());
  }
}
