package io.foundryidentity.agent.instrumentation.okhttp2;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class SyncConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedOkHttp2(trust, false);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return TestedOkHttp2.withoutNameCheck(trust, false);
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return TestedOkHttp2.impatient(trust, false);
  }
}
