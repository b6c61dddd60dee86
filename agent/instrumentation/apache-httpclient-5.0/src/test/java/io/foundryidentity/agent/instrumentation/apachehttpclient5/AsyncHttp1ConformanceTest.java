package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;

class AsyncHttp1ConformanceTest extends AsyncConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    Trust.in(network());
    return TestedAsync.of(HttpVersionPolicy.FORCE_HTTP_1, null);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return TestedAsync.of(HttpVersionPolicy.FORCE_HTTP_1, Nameless.channels(trust));
  }
}
