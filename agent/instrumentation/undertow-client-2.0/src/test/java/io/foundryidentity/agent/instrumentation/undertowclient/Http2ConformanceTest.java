package io.foundryidentity.agent.instrumentation.undertowclient;

class Http2ConformanceTest extends UndertowConformance {

  Http2ConformanceTest() {
    super(true);
  }
}
