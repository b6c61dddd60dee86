package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class Http1ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedJetty(false, trust, true);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return new TestedJetty(false, trust, false);
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return new TestedJetty(false, trust, true, true);
  }
}
