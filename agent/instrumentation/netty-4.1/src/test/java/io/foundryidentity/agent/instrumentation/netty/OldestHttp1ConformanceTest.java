package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class OldestHttp1ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return NettyVersion.OLDEST.client("Http1Client", trust);
  }
}
