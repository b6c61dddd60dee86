package io.foundryidentity.agent.instrumentation.httpurlconnection;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new UrlConnectionClient(trust, null, 0);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return new UrlConnectionClient(trust, (host, session) -> true, 0);
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return new UrlConnectionClient(trust, null, 1_000);
  }
}
