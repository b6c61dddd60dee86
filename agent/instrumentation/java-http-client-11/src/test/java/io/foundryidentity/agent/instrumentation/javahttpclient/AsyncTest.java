package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;

/** The JDK's client with {@code sendAsync}. */
final class AsyncTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new JavaClient(trust, HttpClient.Version.HTTP_2, true);
  }
}
