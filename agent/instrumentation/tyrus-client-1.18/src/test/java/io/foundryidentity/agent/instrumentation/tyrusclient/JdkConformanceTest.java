package io.foundryidentity.agent.instrumentation.tyrusclient;

/** Over the container that uses the JDK's channels. */
class JdkConformanceTest extends TyrusConformance {

  JdkConformanceTest() {
    super(TestedTyrusClient.JDK);
  }
}
