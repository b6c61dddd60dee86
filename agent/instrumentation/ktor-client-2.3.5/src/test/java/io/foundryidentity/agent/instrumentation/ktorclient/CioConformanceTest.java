package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class CioConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedKtor(Requests.trust(network()));
  }
}
