package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;

/** The JDK's client over HTTP/2. */
final class Http2Test extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new JavaClient(trust, HttpClient.Version.HTTP_2, false);
  }
}
