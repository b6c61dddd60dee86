package io.foundryidentity.agent.instrumentation.azurecore;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;

final class NettyTransportTest extends StackWithoutRetryCases {

  @Override
  String provider() {
    return "com.azure.core.http.netty.NettyAsyncHttpClientProvider";
  }

  @Override
  ClientInstrumentation stack() {
    return new NettyInstrumentation();
  }
}
