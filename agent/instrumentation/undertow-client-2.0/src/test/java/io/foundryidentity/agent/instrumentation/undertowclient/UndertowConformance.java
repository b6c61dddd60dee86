package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import javax.net.ssl.SSLContext;

/** The conformance suite over one version of HTTP. */
abstract class UndertowConformance extends HttpClientConformance {

  private final boolean http2;

  UndertowConformance(boolean http2) {
    this.http2 = http2;
  }

  @Override
  protected TestedUndertowClient client(SSLContext trust) {
    return new TestedUndertowClient(trust, http2);
  }

  @Override
  protected TestedUndertowClient clientWithoutNameCheck(SSLContext trust) {
    return client(trust).withoutNameCheck();
  }

  @Override
  protected TestedUndertowClient impatientClient(SSLContext trust) {
    return client(trust).impatient();
  }
}
