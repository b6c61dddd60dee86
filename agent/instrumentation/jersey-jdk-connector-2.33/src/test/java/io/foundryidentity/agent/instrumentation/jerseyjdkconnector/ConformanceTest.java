package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

/** Sends on the thread of the caller, which waits for the answer. */
class ConformanceTest extends JerseyConformance {

  ConformanceTest() {
    super(false);
  }
}
