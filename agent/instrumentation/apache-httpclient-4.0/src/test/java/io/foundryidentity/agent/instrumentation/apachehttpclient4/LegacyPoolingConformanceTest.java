package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;
import org.apache.http.impl.conn.PoolingClientConnectionManager;

/** {@code DefaultHttpClient} on the pool of 4.2. */
@SuppressWarnings("deprecation") // since 4.3
class LegacyPoolingConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    PoolingClientConnectionManager pool =
        new PoolingClientConnectionManager(LegacyClient.schemes(network()));
    pool.setMaxTotal(128);
    pool.setDefaultMaxPerRoute(128);
    return new LegacyClient(pool);
  }
}
