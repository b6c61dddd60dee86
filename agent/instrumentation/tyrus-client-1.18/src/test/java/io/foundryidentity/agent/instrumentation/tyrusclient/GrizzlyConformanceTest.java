package io.foundryidentity.agent.instrumentation.tyrusclient;

/** Over the container that uses Grizzly, which is the usual one. */
class GrizzlyConformanceTest extends TyrusConformance {

  GrizzlyConformanceTest() {
    super(TestedTyrusClient.GRIZZLY);
  }
}
