package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;

class ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new BuiltClient(BuiltClient.pooling(trust));
  }

  @SuppressWarnings("deprecation") // the way of 4.3, which the newest still has
  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return new BuiltClient(
        BuiltClient.pooling(
            new SSLConnectionSocketFactory(
                trust, SSLConnectionSocketFactory.ALLOW_ALL_HOSTNAME_VERIFIER)));
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return new BuiltClient(BuiltClient.pooling(trust), 1_000);
  }
}
