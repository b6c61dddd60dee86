package io.foundryidentity.agent.instrumentation.pekkohttp;

import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class PoolConformanceTest extends PekkoConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new PekkoClient(trust, true);
  }
}
