package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedCommonsHttpClient(trust);
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return TestedCommonsHttpClient.impatient(trust);
  }
}
