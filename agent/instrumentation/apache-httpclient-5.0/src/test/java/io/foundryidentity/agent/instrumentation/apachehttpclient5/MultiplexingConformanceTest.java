package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

class MultiplexingConformanceTest extends AsyncConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    Trust.in(network());
    return TestedAsync.multiplexing(null);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return TestedAsync.multiplexing(Nameless.strategy(trust));
  }
}
