package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class Http1ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedJetty(false, trust);
  }
}
