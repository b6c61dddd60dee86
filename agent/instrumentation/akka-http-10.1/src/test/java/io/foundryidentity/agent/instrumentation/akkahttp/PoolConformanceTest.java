package io.foundryidentity.agent.instrumentation.akkahttp;

import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class PoolConformanceTest extends AkkaConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new AkkaClient(trust, true);
  }
}
