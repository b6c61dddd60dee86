package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;
import okhttp3.Protocol;

class Http1ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    SignedFoundry.trust(network());
    return new TestedOkHttp(Protocol.HTTP_1_1, false);
  }
}
