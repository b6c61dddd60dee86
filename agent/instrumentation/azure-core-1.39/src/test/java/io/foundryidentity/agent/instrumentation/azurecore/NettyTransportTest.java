package io.foundryidentity.agent.instrumentation.azurecore;

final class NettyTransportTest extends StackWithoutRetryCases {

  @Override
  String provider() {
    return "com.azure.core.http.netty.NettyAsyncHttpClientProvider";
  }
}
