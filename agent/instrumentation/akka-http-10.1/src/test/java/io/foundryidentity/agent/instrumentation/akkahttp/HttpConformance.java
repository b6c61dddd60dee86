package io.foundryidentity.agent.instrumentation.akkahttp;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import org.junit.jupiter.api.Test;

/** The cases in which Akka behaves in a way of its own. */
abstract class HttpConformance extends HttpClientConformance {

  @Test
  @Override
  public void plain_http_through_a_proxy_keeps_what_the_application_wrote() throws Exception {
    assertPlainHttpInATunnelIsAsWritten();
  }
}
