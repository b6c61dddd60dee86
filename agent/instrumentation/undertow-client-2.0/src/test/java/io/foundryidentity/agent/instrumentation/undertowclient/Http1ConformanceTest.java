package io.foundryidentity.agent.instrumentation.undertowclient;

class Http1ConformanceTest extends UndertowConformance {

  Http1ConformanceTest() {
    super(false);
  }
}
