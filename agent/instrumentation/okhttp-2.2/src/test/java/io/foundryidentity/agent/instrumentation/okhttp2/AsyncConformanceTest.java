package io.foundryidentity.agent.instrumentation.okhttp2;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class AsyncConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedOkHttp2(trust, true);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return TestedOkHttp2.withoutNameCheck(trust, true);
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return TestedOkHttp2.impatient(trust, true);
  }
}
