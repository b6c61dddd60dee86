package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

/** {@code DefaultHttpClient} on the pool of 4.0. */
class LegacyConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new LegacyClient(LegacyClient.pool(network()));
  }
}
