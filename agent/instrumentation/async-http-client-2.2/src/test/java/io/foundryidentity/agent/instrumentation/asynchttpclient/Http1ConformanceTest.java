package io.foundryidentity.agent.instrumentation.asynchttpclient;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.OwnNetty;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class Http1ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return client(trust, true);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return client(trust, false);
  }

  private static TestedClient client(SSLContext trust, boolean checkNames) {
    return (TestedClient)
        OwnNetty.instance(
            "io.foundryidentity.agent.instrumentation.asynchttpclient.client.TestedAsyncHttpClient",
            trust,
            false,
            checkNames);
  }
}
