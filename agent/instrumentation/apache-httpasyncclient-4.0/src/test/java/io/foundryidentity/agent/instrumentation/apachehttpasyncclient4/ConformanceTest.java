package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new AsyncClient(trust);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return AsyncClient.nameless(trust);
  }
}
