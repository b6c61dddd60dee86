package io.foundryidentity.agent.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The cases that every instrumented HTTP client must pass. A test class of a client's module
 * extends it, names the client, and adds the client's own cases.
 */
public abstract class HttpClientConformance
    implements StrangerCases,
        RedirectCases,
        ProxyCases,
        CertificateCases,
        LoopbackCases,
        AuthorizationCases,
        RefusalCases,
        LateTokenCases,
        FailureCases {

  private TestNetwork network;
  private TestedClient tested;
  private @Nullable TestedClient nameless;
  private @Nullable TestedClient impatient;

  /** A new client for one case; it trusts what the context trusts. */
  protected abstract TestedClient client(SSLContext trust);

  /**
   * A new client that does not compare a host with the server's certificate, as an application can
   * configure it.
   *
   * @param trust checks the chain of a certificate and never its names
   */
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return client(trust);
  }

  /**
   * A new client whose timers for the connection, for writing and for reading are all set to one
   * second, where it has such timers; without a deadline for the whole call.
   */
  protected TestedClient impatientClient(SSLContext trust) {
    return client(trust);
  }

  @BeforeEach
  final void open() {
    network = TestNetwork.fresh();
    tested = client(network.trust());
    InstrumentedJvm.instrument(tested.instrumentation());
  }

  @AfterEach
  final void close() throws Exception {
    tested.close();
    if (nameless != null) {
      nameless.close();
      nameless = null;
    }
    if (impatient != null) {
      impatient.close();
      impatient = null;
    }
    if (!network.authorizer().isBroken()) {
      assertThat(network.authorizer().failures()).as("failures inside advice").isEmpty();
    }
  }

  @Override
  public final TestedClient tested() {
    return tested;
  }

  @Override
  public final TestedClient nameless() {
    if (nameless == null) {
      nameless = clientWithoutNameCheck(network.trustWithoutNames());
    }
    return nameless;
  }

  @Override
  public final TestedClient impatient() {
    if (impatient == null) {
      impatient = impatientClient(network.trust());
    }
    return impatient;
  }

  @Override
  public final TestedClient lasting() {
    return client(network.trust());
  }

  @Override
  public final TestNetwork network() {
    return network;
  }
}
