package io.foundryidentity.agent.instrumentation.netty;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Reactor Netty 1.3 with the codec of Netty 4.2, whose native code is here for one platform. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class Http3On42ConformanceTest extends Http3Conformance {

  @Override
  NettyVersion netty() {
    return NettyVersion.NEWEST_4_2;
  }
}
