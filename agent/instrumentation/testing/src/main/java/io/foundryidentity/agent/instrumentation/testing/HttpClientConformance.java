package io.foundryidentity.agent.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every instrumented HTTP client has to pass. A test class of a client's module extends it,
 * names the client, and adds what is special about it.
 */
public abstract class HttpClientConformance
    implements StrangerCases, RedirectCases, ProxyCases, SigningCases, RefusalCases, FailureCases {

  private TestNetwork network;
  private TestedClient tested;

  /** A new client for one case; it trusts what that context trusts. */
  protected abstract TestedClient client(SSLContext trust);

  @BeforeEach
  final void open() {
    network = TestNetwork.fresh();
    tested = client(network.trust());
    InstrumentedJvm.instrument(tested.instrumentation());
  }

  @AfterEach
  final void close() throws Exception {
    tested.close();
    if (!network.authorizer().isBroken()) {
      assertThat(network.authorizer().failures()).as("failures inside advice").isEmpty();
    }
  }

  @Override
  public final TestedClient tested() {
    return tested;
  }

  @Override
  public final TestNetwork network() {
    return network;
  }
}
