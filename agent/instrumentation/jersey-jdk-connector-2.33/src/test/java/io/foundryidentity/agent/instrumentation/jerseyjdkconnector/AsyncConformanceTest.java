package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

/** Sends by {@code async()}, on a thread of Jersey's own. */
class AsyncConformanceTest extends JerseyConformance {

  AsyncConformanceTest() {
    super(true);
  }
}
