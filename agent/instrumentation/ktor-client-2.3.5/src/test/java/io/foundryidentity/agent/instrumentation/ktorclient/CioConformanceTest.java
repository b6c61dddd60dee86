package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class CioConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedKtor(Requests.trust(network()));
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return new TestedKtor(Requests.trust(network()), network().impostor("/").getPort());
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return TestedKtor.impatient(Requests.trust(network()));
  }
}
