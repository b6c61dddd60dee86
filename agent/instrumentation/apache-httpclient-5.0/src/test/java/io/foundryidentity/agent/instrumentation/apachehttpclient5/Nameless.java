package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;

/** The ways of an application to a client that compares no names, in all versions. */
@SuppressWarnings("deprecation") // the ways of 5.0, which the newest still has
final class Nameless {

  private Nameless() {}

  static HttpClientConnectionManager sockets(SSLContext trust) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setSSLSocketFactory(new SSLConnectionSocketFactory(trust, NoopHostnameVerifier.INSTANCE))
        .build();
  }

  static AsyncClientConnectionManager channels(SSLContext trust) {
    return PoolingAsyncClientConnectionManagerBuilder.create()
        .setTlsStrategy(strategy(trust))
        .build();
  }

  static TlsStrategy strategy(SSLContext trust) {
    return ClientTlsStrategyBuilder.create()
        .setSslContext(trust)
        .setHostnameVerifier(NoopHostnameVerifier.INSTANCE)
        .build();
  }
}
