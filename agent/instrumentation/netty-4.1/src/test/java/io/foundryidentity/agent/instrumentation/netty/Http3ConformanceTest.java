package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;

/** Reactor Netty 1.2 with the codec for Netty 4.1. */
final class Http3ConformanceTest extends Http3Conformance {

  @Override
  protected TestedClient client(SSLContext plain) {
    return NettyVersion.NEWEST_4_1.client("Http3Client", plain);
  }
}
