package io.foundryidentity.agent.instrumentation.akkahttp;

import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class PoolConformanceTest extends HttpConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedHttp(trust, true);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return new TestedHttp(TlsContexts.verifyingNobody(trust), true);
  }
}
