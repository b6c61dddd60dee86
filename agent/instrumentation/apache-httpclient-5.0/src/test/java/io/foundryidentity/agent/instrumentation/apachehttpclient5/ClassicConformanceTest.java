package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class ClassicConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    Trust.in(network());
    return new TestedClassic(null);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return new TestedClassic(Nameless.sockets(trust));
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    Trust.in(network());
    return TestedClassic.impatient();
  }
}
