package io.foundryidentity.agent.instrumentation.netty;

/** Reactor Netty 1.2 with the codec for Netty 4.1. */
final class Http3ConformanceTest extends Http3Conformance {

  @Override
  NettyVersion netty() {
    return NettyVersion.NEWEST_4_1;
  }
}
